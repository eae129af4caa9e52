from django.apps import AppConfig


class Timekeeping(AppConfig):
    name = "motcua.application.timekeeping"
    label = "timekeeping"
