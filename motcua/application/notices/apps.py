from django.apps import AppConfig


class Notices(AppConfig):
    name = "motcua.application.notices"
    label = "notices"

    def ready(self) -> None:
        from . import actions  # noqa: F401  every process knows what may be done, also one without pages
