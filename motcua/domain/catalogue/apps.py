from django.apps import AppConfig


class Catalogue(AppConfig):
    name = "motcua.domain.catalogue"
    label = "catalogue"
