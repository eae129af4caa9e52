from django.apps import AppConfig


class Indices(AppConfig):
    name = "motcua.application.indices"
    label = "indices"

    def ready(self) -> None:
        from . import actions  # noqa: F401  every process knows what may be done, also one without pages
