from django.apps import AppConfig


class People(AppConfig):
    name = "motcua.domain.people"
    label = "people"

    def ready(self) -> None:
        from . import actions  # noqa: F401  (declared actions are known from the start)
