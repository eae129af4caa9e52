from django.apps import AppConfig


class Payments(AppConfig):
    name = "motcua.domain.payments"
    label = "payments"
