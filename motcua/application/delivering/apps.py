from django.apps import AppConfig


class Delivering(AppConfig):
    name = "motcua.application.delivering"
    label = "delivering"
