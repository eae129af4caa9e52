from django.apps import AppConfig


class Actions(AppConfig):
    name = "motcua.foundation.actions"
    label = "actions"
