from django.apps import AppConfig


class Desk(AppConfig):
    name = "motcua.faces.desk"
    label = "desk"
