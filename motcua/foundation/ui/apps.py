from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "motcua.foundation.ui"
    label = "ui"
    verbose_name = "Giao diện"
