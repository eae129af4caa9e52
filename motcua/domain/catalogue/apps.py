from django.apps import AppConfig


class Catalogue(AppConfig):
    name = "motcua.domain.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from . import actions  # noqa: F401  every process knows what may be done, also one without pages
