from django.apps import AppConfig


class Exports(AppConfig):
    name = "motcua.application.exports"
    label = "exports"

    def ready(self) -> None:
        from . import actions  # noqa: F401  every process knows what may be done, also one without pages
