from django.apps import AppConfig


class Zalo(AppConfig):
    name = "motcua.foundation.gateways.zalo"
    label = "zalo"
