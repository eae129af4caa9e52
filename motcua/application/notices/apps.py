from django.apps import AppConfig


class Notices(AppConfig):
    name = "motcua.application.notices"
    label = "notices"
