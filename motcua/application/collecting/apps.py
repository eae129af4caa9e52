from django.apps import AppConfig


class Collecting(AppConfig):
    name = "motcua.application.collecting"
    label = "collecting"
