from django.apps import AppConfig


class Exports(AppConfig):
    name = "motcua.application.exports"
    label = "exports"
