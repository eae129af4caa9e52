from django.apps import AppConfig


class Surveys(AppConfig):
    name = "motcua.domain.surveys"
    label = "surveys"

    def ready(self) -> None:
        from . import actions  # noqa: F401  every process knows what may be done, also one without pages
