from django.apps import AppConfig


class Workflow(AppConfig):
    name = "motcua.domain.workflow"
    label = "workflow"
