from django.apps import AppConfig


class Portal(AppConfig):
    name = "motcua.faces.portal"
    label = "portal"
