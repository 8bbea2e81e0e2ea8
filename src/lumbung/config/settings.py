"""Django's settings, all from `environment`; nothing here is a secret or a path of one machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF

import lumbung.ui
from lumbung.config import environment
from lumbung.core.language import LOCALE_DIR

ENVIRONMENT = environment.read()
UI = Path(lumbung.ui.__file__).parent

SECRET_KEY = ENVIRONMENT.secret_key
FIELD_KEYS = ENVIRONMENT.field_keys
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = ENVIRONMENT.hosts
ROOT_URLCONF = "lumbung.config.urls"
WSGI_APPLICATION = "lumbung.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ROOMS = [
    "lumbung.core.jobs",
    "lumbung.ui",
    "lumbung.reports",
    "lumbung.audit",
    "lumbung.places",
    "lumbung.access",
    "lumbung.documents",
    "lumbung.registry",
    "lumbung.linkage",
    "lumbung.imports",
    "lumbung.counter",
    "lumbung.standing",
    "lumbung.statistics",
    "lumbung.dashboards",
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
    *ROOMS,
    # After our rooms: access has its own page for each of allauth's, and the first template found is taken.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "lumbung.ui.middleware.CompressingMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lumbung.access.middleware.LanguageMiddleware",
    "lumbung.config.gates.SendingMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lumbung.audit.middleware.RequestIdMiddleware",
    "lumbung.access.middleware.OfficeMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "lumbung.access.context.office",
                "lumbung.dashboards.navigation.rooms",
            ],
        },
    }
]

# Database

DATABASES = {
    "default": environment.database(ENVIRONMENT.database_url)
    if ENVIRONMENT.database_url
    else {"ENGINE": "django.db.backends.postgresql", "NAME": "lumbung"}
}

# Languages and time: Indonesian first, the English sentence is the catalogue's key

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [str(LOCALE_DIR)]
LANGUAGE_COOKIE_NAME = "lumbung_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = ENVIRONMENT.time_zone

# People

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["lumbung.access.backends.NameOrNipBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboards:home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "lumbung.access.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "20/m/ip,5/5m/key"}
ACCOUNT_FORMS = {
    "login": "lumbung.access.login_forms.LoginForm",
    "reauthenticate": "lumbung.access.login_forms.ReauthenticateForm",
    "change_password": "lumbung.access.login_forms.ChangePasswordForm",
}
# Behind a proxy (TLS) the last address in X-Forwarded-For is the reader's; without, all would share one lock-out.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENVIRONMENT.https else 0
MFA_ADAPTER = "lumbung.access.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "lumbung.access.login_forms.SecondFactorForm",
    "reauthenticate": "lumbung.access.login_forms.SecondFactorAgainForm",
    "activate_totp": "lumbung.access.login_forms.ActivateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Lumbung"
MFA_TOTP_TOLERANCE = 1  # periods of 30 s: clocks of old phones, and slow fingers
USERSESSIONS_TRACK_ACTIVITY = True

# Security

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},  # the lock-out's counters must not be thrown out by a flood of names
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.https else None
SECURE_SSL_REDIRECT = ENVIRONMENT.https
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ENVIRONMENT.hosts] if ENVIRONMENT.https else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
UPLOAD_MB = ENVIRONMENT.upload_mb
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

# Files

STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = (
    True  # our few own files are served from the package; nothing to collect before the first start
)
MEDIA_ROOT = ENVIRONMENT.data / "documents"

# Logs: one JSON object a line, no personal data

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "lumbung.config.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"lumbung": {"level": "INFO"}},
}
