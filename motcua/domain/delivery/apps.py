from django.apps import AppConfig


class Delivery(AppConfig):
    name = "motcua.domain.delivery"
    label = "delivery"

    def ready(self) -> None:
        from . import actions  # noqa: F401  every process knows what may be done, also one without pages
