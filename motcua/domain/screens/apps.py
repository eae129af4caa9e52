from django.apps import AppConfig


class Screens(AppConfig):
    name = "motcua.domain.screens"
    label = "screens"
