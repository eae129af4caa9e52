from django.apps import AppConfig


class Timekeeping(AppConfig):
    name = "motcua.application.timekeeping"
    label = "timekeeping"

    def ready(self) -> None:
        from . import actions  # noqa: F401  every process knows what may be done, also one without pages
