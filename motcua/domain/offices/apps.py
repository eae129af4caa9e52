from django.apps import AppConfig


class Offices(AppConfig):
    name = "motcua.domain.offices"
    label = "offices"

    def ready(self) -> None:
        from . import actions  # noqa: F401  every process knows what may be done, also one without pages
