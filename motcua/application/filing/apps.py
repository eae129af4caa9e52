from django.apps import AppConfig


class Filing(AppConfig):
    name = "motcua.application.filing"
    label = "filing"
    verbose_name = "Nộp hồ sơ"

    def ready(self) -> None:
        from . import actions  # noqa: F401  (declares its actions)
