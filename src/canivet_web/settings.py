"""Django settings, all of an instance's choices coming from its environment (``environment.py``)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from canivet_web import addresses, environment

HERE = Path(__file__).parent
DATA_FOLDER = environment.data_folder()
SECRET_KEY = environment.secret_key(DATA_FOLDER)
DEBUG = False

#: Public address of the instance; its scheme decides whether cookies are for HTTPS only.
_public = environment.public_address(environment.last_address(DATA_FOLDER))
PUBLIC_URL = _public.geturl()
HTTPS = _public.scheme == "https"
_host = _public.hostname or ""
ALLOWED_HOSTS = sorted({f"[{_host}]" if ":" in _host else _host, "127.0.0.1", "localhost", "[::1]"})
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
#: Behind a proxy that sets them, X-Forwarded-Proto says whether the visitor is on HTTPS, and X-Forwarded-For
#: gives their address. Without one, anybody could write these headers: they are not read.
BEHIND_PROXY = environment.choice("PROXY", ("non", "oui")) == "oui"
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "canivet_web",
    "canivet_web.accounts",
    "canivet_web.authorities",
    "canivet_web.jobs",
    "canivet_web.inventories",
    "canivet_web.registers",
    "canivet_web.maturity",
    "canivet_web.rgesn",
    "canivet_web.territory_uses",
    "canivet_web.law",
    "canivet_web.actors",
    "canivet_web.qualitative",
    "canivet_web.flash",
    "canivet_web.diagnostics",
    "canivet_web.publications",
    "canivet_web.journal",
    "canivet_web.api",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "canivet_web.logs.AccessLogMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "canivet_web.middleware.HeadersMiddleware",
    "canivet_web.middleware.PlainRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "canivet_web.urls"
WSGI_APPLICATION = "canivet_web.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "canivet_web.context.platform",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader"],
                )
            ],
            "builtins": ["canivet_web.templatetags.french"],
        },
    }
]
FORM_RENDERER = "canivet_web.forms.FieldRenderer"

DATABASES = {"default": addresses.database(DATA_FOLDER)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["canivet_web.accounts.backends.EmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "authorities:mine"
LOGOUT_REDIRECT_URL = "home"
#: "ouvert": anyone with an e-mail address may sign up; "invitation": only those invited.
SIGN_UP = environment.choice("INSCRIPTION", ("ouvert", "invitation"))
#: Address of the administrator that the first start creates; blank: a command creates one.
FIRST_ADMINISTRATOR = environment.text("ADMINISTRATEUR")
PASSWORD_RESET_TIMEOUT = 3600
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
#: A browser accepts a __Host- cookie from this very host alone, over HTTPS.
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_FAILURE_VIEW = "canivet_web.errors.csrf_failure"

SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

#: Uploads: bytes accepted for one file, files and bytes in one request.
UPLOAD_MAX_BYTES = environment.whole("TELEVERSEMENT_MO", 50) * 1024 * 1024
UPLOAD_MAX_FILES = environment.whole("TELEVERSEMENT_FICHIERS", 20)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
#: A few files too many still reach the form, which says the bound.
DATA_UPLOAD_MAX_NUMBER_FILES = UPLOAD_MAX_FILES + 80
FILE_UPLOAD_HANDLERS = [
    "canivet_web.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_TEMP_DIR = str(environment.private_folder(DATA_FOLDER, "televersements"))

#: Days a deleted thing can still be brought back, then months an unused account is kept.
UNDO_DAYS = 30
RETENTION_MONTHS = environment.whole("CONSERVATION_MOIS", 36)
#: Groups of peers, when the administrator of the instance puts them there.
PEER_POOL = DATA_FOLDER / "pairs.csv"

LANGUAGE_CODE = "fr"
TIME_ZONE = environment.time_zone("Europe/Paris")
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_FOLDER / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 60 * 60 * 24 * 365

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

for _name, _value in addresses.mail(DATA_FOLDER).items():
    globals()[_name] = _value
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.sender("canivet@localhost")

OIDC_ENABLED = bool(environment.text("OIDC_EMETTEUR"))
if OIDC_ENABLED:
    from canivet_web.accounts.oidc.settings import settings_of

    _oidc = settings_of(PUBLIC_URL)
    globals().update(_oidc)
    # Going out sends to the provider: a browser refuses that to a form, unless it is said here.
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] = _oidc["OIDC_FORM_ACTION"]
    INSTALLED_APPS.append("mozilla_django_oidc")
    AUTHENTICATION_BACKENDS.append("canivet_web.accounts.oidc.backend.ProviderBackend")

#: Pages of the benchmark, closed by default.
BENCH = environment.text("BANC") == "oui"

LOG_FORMAT = environment.choice("JOURNAL", ("json", "texte"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "canivet_web.logs.JsonFormatter"},
        "texte": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
    },
    "filters": {"no_path": {"()": "canivet_web.logs.NoPath"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["no_path"]},
        "errors": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "level": "ERROR"},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        # The command that runs jobs sets the level of these two: their handler keeps what matters.
        "django_tasks": {"handlers": ["errors"], "propagate": False},
        "django_tasks_db": {"handlers": ["errors"], "propagate": False},
    },
}
