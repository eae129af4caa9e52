from django.apps import AppConfig


class Sealing(AppConfig):
    name = "motcua.application.sealing"
    label = "sealing"
