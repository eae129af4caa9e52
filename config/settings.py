"""One settings file; everything that differs between machines comes from the environment.

Working defaults are for a laptop: no variable has to be set to run `bin/demo`.
"""

import os
import secrets
from pathlib import Path

from motcua.foundation.database.url import database_settings

ROOT = Path(__file__).resolve().parent.parent
LIBRARY = ROOT / "library"
DATA = Path(os.environ.get("MOTCUA_DATA", ROOT / "var" / "demo")).resolve()


def flag(name: str, default: bool) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def kept_secret(name: str) -> str:
    """A secret from the environment, or one made once and kept in the data folder."""
    if value := os.environ.get(name):
        return value
    path = DATA / name.removeprefix("MOTCUA_").lower()
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        DATA.mkdir(parents=True, exist_ok=True)
        fresh = secrets.token_urlsafe(48)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
                out.write(fresh)
        except FileExistsError:  # another process of the same office was first
            return path.read_text().strip()
        return fresh


DEBUG = flag("MOTCUA_DEBUG", False)
SECRET_KEY = kept_secret("MOTCUA_SECRET_KEY")
# Makes the secrets printed on slips; apart from SECRET_KEY so that one can be rotated without the other.
SLIP_KEY = kept_secret("MOTCUA_SLIP_KEY")
# Makes the secrets of authenticator apps; whoever reads the database alone cannot reckon a code.
CODES_KEY = kept_secret("MOTCUA_CODES_KEY")
# Makes the secret each bank signs its messages with.
BANK_KEY = kept_secret("MOTCUA_BANK_KEY")
ALLOWED_HOSTS = os.environ.get("MOTCUA_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("MOTCUA_ORIGINS", "").split(",") if o]
PUBLIC_URL = os.environ.get("MOTCUA_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
SECURE = PUBLIC_URL.startswith("https://")
# How many proxies stand in front: whose X-Forwarded-For entry is the visitor's address.
TRUSTED_PROXIES = int(os.environ.get("MOTCUA_TRUSTED_PROXIES", "0"))

INSTALLED_APPS = [
    "config.apps.ContentTypes",
    "config.apps.Auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_cotton.apps.SimpleAppConfig",
    "procrastinate.contrib.django",
    "motcua.foundation.ui",
    "motcua.foundation.actions",
    "motcua.foundation.jobs",
    "motcua.foundation.limits",
    "motcua.foundation.gateways.zalo",
    "motcua.domain.people",
    "motcua.domain.offices",
    "motcua.domain.mandates",
    "motcua.domain.catalogue",
    "motcua.domain.workflow",
    "motcua.domain.documents",
    "motcua.domain.payments",
    "motcua.domain.delivery",
    "motcua.domain.cases",
    "motcua.application.collecting",
    "motcua.application.delivering",
    "motcua.domain.feedback",
    "motcua.domain.surveys",
    "motcua.domain.screens",
    "motcua.application.disclosure",
    "motcua.application.exports",
    "motcua.application.filing",
    "motcua.application.indices",
    "motcua.application.notices",
    "motcua.application.scanning",
    "motcua.application.sealing",
    "motcua.application.timekeeping",
    "motcua.application.reports",
    "motcua.faces.portal",
    "motcua.faces.counter",
    "motcua.faces.desk",
    "motcua.faces.board",
    "motcua.faces.api",
]
# Own copies so that every key is a bigint; procrastinate's tables are made by motcua.foundation.jobs.
MIGRATION_MODULES = {
    "auth": "config.migrations.auth",
    "contenttypes": "config.migrations.contenttypes",
    "procrastinate": None,
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "motcua.foundation.ui.middleware.headers",
    "motcua.foundation.ui.middleware.outages",
    "motcua.faces.api.straight.straight",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "motcua.foundation.ui.middleware.small_pages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "motcua.foundation.ui.languages.languages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "motcua.faces.audience.people_of_request",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

_loaders = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "motcua" / "faces" / "templates"],
        "OPTIONS": {
            "loaders": _loaders if DEBUG else [("django.template.loaders.cached.Loader", _loaders)],
            "builtins": ["django_cotton.templatetags.cotton", "django.templatetags.i18n"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "motcua.foundation.ui.context.page",
                "motcua.faces.frame.navigation",
            ],
        },
    },
]
COTTON_ISOLATE_BY_DEFAULT = True  # a component sees what it is given, not the whole page
FORM_RENDERER = "motcua.foundation.ui.forms.GovRenderer"

UI_SITE = "motcua.faces.frame.site"
# The code of the unit whose name stands on the public pages; empty: the first one-stop desk.
OFFICE = os.environ.get("MOTCUA_OFFICE", "")
SITE_NOTICE = os.environ.get("MOTCUA_NOTICE", "")
# Where the text of a law is looked up by its number, and where a filing is made online (chưa đối chiếu).
LAW_URL = os.environ.get(
    "MOTCUA_LAW_URL",
    "https://vbpl.vn/TW/Pages/vbpq-timkiem.aspx?type=0&s=1&SearchIn=Title,Title1&Keyword={number}",
)
APPLY_URL = os.environ.get("MOTCUA_APPLY_URL", "https://dichvucong.gov.vn")
SITE_OFFICIAL = os.environ.get("MOTCUA_OFFICIAL", "Cán bộ không bao giờ hỏi mã OTP hay mật khẩu của ông/bà.")

SCHEMA = os.environ.get("MOTCUA_SCHEMA", "motcua")
JOBS_SCHEMA = f"jobs_{SCHEMA}"
DATABASES = {"default": database_settings(os.environ.get("DATABASE_URL"), DATA)}
ATOMIC_REQUESTS = False  # an action is its own transaction; a page that only reads needs none

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "/dang-nhap"
# A provider of identity (OpenID Connect) at which citizens may sign in; none: by a code only.
IDENTITY_ISSUER = os.environ.get("MOTCUA_IDENTITY_ISSUER", "")
IDENTITY_CLIENT = os.environ.get("MOTCUA_IDENTITY_CLIENT", "motcua")
IDENTITY_SECRET = os.environ.get("MOTCUA_IDENTITY_SECRET", "")
IDENTITY_NAME = os.environ.get("MOTCUA_IDENTITY_NAME", "VNeID")
IDENTITY_SCOPE = os.environ.get("MOTCUA_IDENTITY_SCOPE", "openid profile")
IDENTITY_ACR = os.environ.get("MOTCUA_IDENTITY_ACR", "")
# Roles that are led to the second step before anything else, with commas: sysadmin,leader.
SECOND_STEP_ROLES = tuple(r for r in os.environ.get("MOTCUA_SECOND_STEP_ROLES", "").split(",") if r)
SESSION_COOKIE_AGE = 8 * 3600  # a working day, from signing in
SESSION_LONGER, SESSION_MOST = (
    3600,
    12 * 3600,
)  # what the warning adds at a time, and at most since signing in
CITIZEN_SESSION = 2 * 3600  # a citizen's, from signing in; the warning makes it longer in the same way
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
FORMAT_MODULE_PATH = ["config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("MOTCUA_STATIC", ROOT / "var" / "static"))
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 60 if not DEBUG else 0  # names with a hash are kept for good anyway
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "motcua.foundation.ui.static_files.HashedFiles"
        if not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
FILES = DATA / "files"
QUARANTINE = DATA / "quarantine"
# Signing keys of the authorities of this office, and under roots/ the certificates it trusts.
SEALS = Path(os.environ.get("MOTCUA_SEALS", DATA / "seals"))
# The time stamp server (RFC 3161) of keys whose description names none; empty: signatures bear the machine's time.
TIME_STAMPS = os.environ.get("MOTCUA_TIME_STAMPS", "")
# How many days an application that is being filled in is kept after it was last saved.
DRAFT_DAYS = int(os.environ.get("MOTCUA_DRAFT_DAYS", "30"))
EXPORTS = DATA / "exports"
UPLOAD_LIMIT = int(os.environ.get("MOTCUA_UPLOAD_LIMIT_MB", "25")) * 1024 * 1024
# The socket of ClamAV's daemon, a path or HOST:PORT; empty: files are not scanned, and pages say so.
CLAMAV = os.environ.get("MOTCUA_CLAMAV", "")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

EMAIL_BACKEND = os.environ.get("MOTCUA_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = DATA / "mail"
EMAIL_HOST = os.environ.get("MOTCUA_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("MOTCUA_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("MOTCUA_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("MOTCUA_SMTP_PASSWORD", "")
# "starttls": in clear first, then encrypted (port 587); "tls": encrypted from the first byte (465).
EMAIL_USE_TLS = os.environ.get("MOTCUA_SMTP_SECURITY", "") == "starttls"
EMAIL_USE_SSL = os.environ.get("MOTCUA_SMTP_SECURITY", "") == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("MOTCUA_FROM_EMAIL", "motcua@localhost")

# Texts: by an HTTP gateway (address and secret), or by a short message centre of an operator.
# The public post where it takes orders over HTTP; it calls back with the same secret.
CARRIER_URL, CARRIER_SECRET = (
    os.environ.get("MOTCUA_CARRIER_URL", ""),
    os.environ.get("MOTCUA_CARRIER_SECRET", ""),
)
SMS_URL, SMS_SECRET = os.environ.get("MOTCUA_SMS_URL", ""), os.environ.get("MOTCUA_SMS_SECRET", "")
SMS_SENDER = os.environ.get("MOTCUA_SMS_SENDER", "MOTCUA")
SMPP_HOST, SMPP_PORT = os.environ.get("MOTCUA_SMPP_HOST", ""), int(os.environ.get("MOTCUA_SMPP_PORT", "2775"))
SMPP_USER, SMPP_PASSWORD = os.environ.get("MOTCUA_SMPP_USER", ""), os.environ.get("MOTCUA_SMPP_PASSWORD", "")
SMPP_TLS = flag("MOTCUA_SMPP_TLS", False)
# Zalo's notification service: the office's application there, and the first refresh token of its official account.
ZALO_APP, ZALO_SECRET = os.environ.get("MOTCUA_ZALO_APP", ""), os.environ.get("MOTCUA_ZALO_SECRET", "")
ZALO_REFRESH = os.environ.get("MOTCUA_ZALO_REFRESH", "")
ZALO_API = os.environ.get("MOTCUA_ZALO_API", "https://business.openapi.zalo.me")
ZALO_OAUTH = os.environ.get("MOTCUA_ZALO_OAUTH", "https://oauth.zaloapp.com")
ZALO_FILE = os.environ.get("MOTCUA_ZALO_FILE", str(LIBRARY / "zalo.toml"))
# Notifications on devices: the office's key, and the push services of browsers; nothing is sent anywhere else.
VAPID_FILE = os.environ.get("MOTCUA_VAPID_FILE", str(DATA / "vapid.pem"))
PUSH_SERVICES = os.environ.get(
    "MOTCUA_PUSH_SERVICES",
    "fcm.googleapis.com,push.services.mozilla.com,push.apple.com,notify.windows.com",
).split(",")
# Where the demonstration keeps what was sent, so that anybody can read it; empty in an office of real people.
MAILBOX = os.environ.get("MOTCUA_MAILBOX", "")

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# Paths and codes can identify a case, so request lines are never logged; only our own short sentences are.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("MOTCUA_LOG_LEVEL", "INFO")},
    "loggers": {
        "django.request": {"level": "CRITICAL"},
        "django.server": {"level": "CRITICAL"},
        # Writes the path of a form whose cookie is missing, and a traceback for every host anybody makes up.
        "django.security": {"level": "CRITICAL"},
        "procrastinate": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "pyhanko": {"level": "CRITICAL"},  # writes a traceback for every certificate it does not know
        "pyhanko_certvalidator": {"level": "CRITICAL"},
        "fido2": {"level": "WARNING"},  # would write the number of every key that is used
        "pyBarcode": {"level": "WARNING"},  # says at each start that it draws no pictures; we draw them
    },
}
