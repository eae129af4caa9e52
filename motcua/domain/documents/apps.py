from django.apps import AppConfig


class Documents(AppConfig):
    name = "motcua.domain.documents"
    label = "documents"
