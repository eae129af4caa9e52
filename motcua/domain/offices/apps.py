from django.apps import AppConfig


class Offices(AppConfig):
    name = "motcua.domain.offices"
    label = "offices"
