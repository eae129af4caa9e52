from django.apps import AppConfig


class Counter(AppConfig):
    name = "motcua.faces.counter"
    label = "counter"
