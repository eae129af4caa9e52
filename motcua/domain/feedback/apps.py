from django.apps import AppConfig


class FeedbackRoom(AppConfig):
    name = "motcua.domain.feedback"
    label = "feedback"

    def ready(self) -> None:
        from . import actions  # noqa: F401  every process knows what may be done, also one without pages
