from django.apps import AppConfig


class People(AppConfig):
    name = "motcua.domain.people"
    label = "people"
