from django.apps import AppConfig


class Scanning(AppConfig):
    name = "motcua.application.scanning"
    label = "scanning"

    def ready(self) -> None:
        from . import jobs  # noqa: F401  the worker knows them
