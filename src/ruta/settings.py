"""The settings of Ruta: what the house fixes, and what an installation chooses by environment.

Every variable read here is described in docs/reference/settings.md; a test keeps the two equal.
"""

import os
import secrets
from pathlib import Path

from ruta.postgres import address

PACKAGE = Path(__file__).resolve().parent


def _chosen(name: str, otherwise: str = "") -> str:
    """The value of an environment variable; an empty one counts as unset."""
    return os.environ.get(name) or otherwise


def _on(name: str, *, otherwise: bool) -> bool:
    """A yes-or-no variable: `1`, `yes`, `true` and `on` are yes, anything else is no."""
    value = _chosen(name)
    return value.lower() in {"1", "yes", "true", "on"} if value else otherwise


def _number(name: str, otherwise: int) -> int:
    """A variable that is a number, 0 or more."""
    return int(_chosen(name, str(otherwise)))


def _secret_key() -> str:
    """The signing secret: given, else the one in the data folder, else one that dies with us."""
    kept = RUTA_VAR / "secret_key"
    if given := _chosen("RUTA_SECRET_KEY"):
        return given
    return kept.read_text() if kept.is_file() else secrets.token_urlsafe(50)


# --- What an installation chooses ---------------------------------------------------------------

RUTA_VAR = Path(_chosen("RUTA_VAR", "var")).resolve()
RUTA_DEMO = _on("RUTA_DEMO", otherwise=False)
RUTA_ROLE = _chosen("RUTA_ROLE", "web")
RUTA_KEY_FILE = Path(_chosen("RUTA_KEY_FILE", str(RUTA_VAR / "keys.json")))
RUTA_LOG_LEVEL = _chosen("RUTA_LOG_LEVEL", "INFO")
RUTA_WITNESSES = _chosen("RUTA_WITNESSES").split(",")

# --- The keeper of keys: where it listens, whom it answers, and how many cases may be opened ------

RUTA_KEYD_SOCKET = _chosen("RUTA_KEYD_SOCKET")
RUTA_KEYD_PEERS = _chosen("RUTA_KEYD_PEERS")
RUTA_CAP_PERSON_HOUR = _number("RUTA_CAP_PERSON_HOUR", 60)
RUTA_CAP_OFFICE_HOUR = _number("RUTA_CAP_OFFICE_HOUR", 600)
RUTA_CAP_TOTAL_HOUR = _number("RUTA_CAP_TOTAL_HOUR", 0)
RUTA_CAP_ALERT_DAY = _number("RUTA_CAP_ALERT_DAY", 25)
RUTA_CAP_INDEX_MINUTE = _number("RUTA_CAP_INDEX_MINUTE", 1200)
RUTA_MEASURE_CHECKS_HOUR = _number("RUTA_MEASURE_CHECKS_HOUR", 30)

SECRET_KEY = _secret_key()
ALLOWED_HOSTS = _chosen("RUTA_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
# A server that answers only on loopback has no certificate and needs none.
RUTA_HTTPS = _on("RUTA_HTTPS", otherwise=bool(_chosen("RUTA_HOSTS")))

# --- Database: each process connects as one role, and owns nothing unless it is the owner -------

_OWNER_URL = _chosen("RUTA_DATABASE_URL", _chosen("DATABASE_URL"))
_URLS = {
    "owner": _OWNER_URL,
    "web": _chosen("RUTA_WEB_DATABASE_URL"),
    "worker": _chosen("RUTA_WORKER_DATABASE_URL"),
    "keyd": _chosen("RUTA_KEYD_DATABASE_URL"),
    "extract": _chosen("RUTA_EXTRACT_DATABASE_URL"),
}
RUTA_EXTRACT_DATABASE_URL = _URLS["extract"]
DATABASES = {
    "default": {
        **address.parse(_URLS[RUTA_ROLE]),
        "ENGINE": "django.db.backends.postgresql",
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Applications -------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # Of allauth we use what passkeys and one-time codes need; its own pages have no address here.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "ruta.postgres",
    "ruta.directory",
    "ruta.access",
    "ruta.cases",
    "ruta.web.components",
    "ruta.web.desk",
    "ruta.web.window",
    "ruta.web.public",
    "ruta.web.api",
]
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["ruta.access.backend.Backend"]
ROOT_URLCONF = "ruta.urls"
LOGIN_URL = "/entrar/"
LOGIN_REDIRECT_URL = "/mi-dia/"

MIDDLEWARE = [
    "ruta.web.requestlog.RequestLog",
    "ruta.web.headers.SafeHeaders",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ruta.access.middleware.LanguageMiddleware",
    "ruta.web.limits.Limits",
    "ruta.web.by_button.ByButton",
    "django.middleware.common.CommonMiddleware",
    "ruta.access.origin.OriginMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "ruta.access.recognition.RecognitionMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ruta.access.middleware.PolicyMiddleware",
    "ruta.access.accounts.gate.GateMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "ruta.web.desk.keeper.KeeperMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

# --- Second factors and the provider of identities; people have no e-mail here -------------------

RUTA_SECOND_FACTOR = _chosen("RUTA_SECOND_FACTOR", "required")
RUTA_TRAINING_REQUIRED = _on("RUTA_TRAINING_REQUIRED", otherwise=False)
RUTA_OIDC_ISSUER = _chosen("RUTA_OIDC_ISSUER")
RUTA_OIDC_CLIENT = _chosen("RUTA_OIDC_CLIENT")
RUTA_OIDC_SECRET_FILE = _chosen("RUTA_OIDC_SECRET_FILE")
RUTA_OIDC_NAME = _chosen("RUTA_OIDC_NAME", "tu institución")

ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "ruta.access.accounts.adapter.Adapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp"]
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = "Ruta"
MFA_TOTP_TOLERANCE = 1

# --- Language and time: stored in UTC, shown in the zone of the rulebook ------------------------

LANGUAGE_CODE = "es-pe"
LANGUAGES = [("es-pe", "Español"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["ruta.formats"]
LANGUAGE_COOKIE_NAME = "idioma"
LANGUAGE_COOKIE_SAMESITE = "Strict"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = RUTA_HTTPS
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Files that every page needs ----------------------------------------------------------------

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# --- Manners towards browsers -------------------------------------------------------------------

DEBUG = False
SESSION_ENGINE = "ruta.access.session_store"
SESSION_COOKIE_NAME = "__Host-ruta" if RUTA_HTTPS else "ruta"
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = RUTA_HTTPS
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-csrf" if RUTA_HTTPS else "csrf"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = RUTA_HTTPS
CSRF_FAILURE_VIEW = "ruta.access.views.forgery_refused"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = RUTA_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^salud$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if RUTA_HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if RUTA_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = RUTA_HTTPS
SECURE_HSTS_PRELOAD = RUTA_HTTPS
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# A file that is sent is never on disk in clear, not even while it comes.
FILE_UPLOAD_HANDLERS = ["ruta.access.uploads.memory.InMemory"]

# --- What the web takes upon itself; see ruta.web.limits -----------------------------------------

RUTA_REQUESTS_AT_ONCE = int(_chosen("RUTA_REQUESTS_AT_ONCE", "4"))
RUTA_REQUESTS_WAITING = int(_chosen("RUTA_REQUESTS_WAITING", "20"))
RUTA_WAIT_SECONDS = float(_chosen("RUTA_WAIT_SECONDS", "2"))
RUTA_REQUESTS_PER_MINUTE = int(_chosen("RUTA_REQUESTS_PER_MINUTE", "240"))
RUTA_ANONYMOUS_PER_MINUTE = int(_chosen("RUTA_ANONYMOUS_PER_MINUTE", "600"))
RUTA_MEASURE_CHECKS_MINUTE = _number("RUTA_MEASURE_CHECKS_MINUTE", 6)
RUTA_LINK_ASKS_MINUTE = _number("RUTA_LINK_ASKS_MINUTE", 6)
RUTA_EMERGENCIES_MINUTE = _number("RUTA_EMERGENCIES_MINUTE", 6)
RUTA_DOCUMENTS_MINUTE = _number("RUTA_DOCUMENTS_MINUTE", 12)
RUTA_FILES_MINUTE = _number("RUTA_FILES_MINUTE", 30)
RUTA_SIGN_INS_MINUTE = _number("RUTA_SIGN_INS_MINUTE", 60)
RUTA_REPORTS_KEPT = _number("RUTA_REPORTS_KEPT", 12)
RUTA_SHARED_COUNTS = _on("RUTA_SHARED_COUNTS", otherwise=False)
RUTA_UPLOAD_MB = int(_chosen("RUTA_UPLOAD_MB", "10"))

# --- Logs: one JSON object a line, identifiers only ---------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "ruta.web.requestlog.JsonLines"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "json"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "ruta": {"handlers": ["stderr"], "level": RUTA_LOG_LEVEL, "propagate": False},
        # Django's own request log prints paths; ours prints the name of the route instead.
        "django.request": {"handlers": ["nowhere"], "propagate": False},
        "django.security": {"handlers": ["nowhere"], "propagate": False},
    },
}
