from django.apps import AppConfig


class Reports(AppConfig):
    name = "motcua.application.reports"
    label = "reports"
