from django.apps import AppConfig


class Api(AppConfig):
    name = "motcua.faces.api"
    label = "api"
