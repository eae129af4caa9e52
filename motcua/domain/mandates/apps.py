from django.apps import AppConfig


class Mandates(AppConfig):
    name = "motcua.domain.mandates"
    label = "mandates"

    def ready(self) -> None:
        from . import actions  # noqa: F401  every process knows what may be done, also one without pages
