from django.apps import AppConfig


class Cases(AppConfig):
    name = "motcua.domain.cases"
    label = "cases"
