from django.apps import AppConfig


class Jobs(AppConfig):
    name = "motcua.foundation.jobs"
    label = "jobs"
