from django.apps import AppConfig


class Disclosure(AppConfig):
    name = "motcua.application.disclosure"
    label = "disclosure"

    def ready(self) -> None:
        from . import actions  # noqa: F401  every process knows what may be done, also one without pages
