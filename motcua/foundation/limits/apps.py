from django.apps import AppConfig


class Limits(AppConfig):
    name = "motcua.foundation.limits"
    label = "limits"
