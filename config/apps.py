"""Django's own apps with bigint keys (one kind of key everywhere)."""

from django.contrib.auth.apps import AuthConfig
from django.contrib.contenttypes.apps import ContentTypesConfig


class Auth(AuthConfig):
    default_auto_field = "django.db.models.BigAutoField"


class ContentTypes(ContentTypesConfig):
    default_auto_field = "django.db.models.BigAutoField"
