from django.apps import AppConfig


class Cases(AppConfig):
    name = "motcua.domain.cases"
    label = "cases"

    def ready(self) -> None:
        from . import actions  # noqa: F401  every process knows what may be done, also one without pages
