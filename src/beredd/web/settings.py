"""Settings of the site. What differs between machines comes from the environment: see docs/how-to/run-a-server.md."""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from beredd.web import rooms
from beredd.web.home import home, secret_key

PACKAGE = Path(__file__).resolve().parent


def _flag(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "ja"}


def _choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    found = os.environ.get(name, "").strip() or default
    if found not in allowed:
        raise ValueError(f"{name}: found {found!r}; allowed are {', '.join(allowed)}")
    return found


def _words(name: str) -> list[str]:
    return [word for word in os.environ.get(name, "").replace(",", " ").split() if word]


BEREDD_HOME = home()
BEREDD_HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
RESULTS_DIR = BEREDD_HOME / "results"
GUIDANCE_DIR = BEREDD_HOME / "guidance"
SECRET_KEY = secret_key(BEREDD_HOME)
SECRET_KEY_FALLBACKS = _words("BEREDD_OLD_SECRET_KEYS")
DEBUG = _flag("BEREDD_DEBUG")

# Hosts -----------------------------------------------------------------------------------------------------------
PUBLIC_HOSTS = _words("BEREDD_HOSTS")
ALLOWED_HOSTS = [*PUBLIC_HOSTS, *_words("BEREDD_LAN"), "localhost", "127.0.0.1", "[::1]"]
"""BEREDD_LAN is set by `beredd site start --lan`: this machine's own address, over plain HTTP."""
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in PUBLIC_HOSTS]
IS_LOCAL = not PUBLIC_HOSTS

# Cookies without `Secure` only where there is no certificate to be had: on this machine alone.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not IS_LOCAL
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = int(timedelta(hours=24).total_seconds())
SESSION_IDLE = timedelta(minutes=int(os.environ.get("BEREDD_SESSION_IDLE_MINUTES", "120")))
SESSION_COOKIE_NAME = "beredd_session"
CSRF_COOKIE_NAME = "beredd_csrf"
LANGUAGE_COOKIE_NAME = "beredd_language"
LANGUAGE_COOKIE_AGE = int(timedelta(days=365).total_seconds())
SECURE_SSL_REDIRECT = not IS_LOCAL and not _flag("BEREDD_NO_TLS_REDIRECT")
SECURE_HSTS_SECONDS = 0 if IS_LOCAL else int(timedelta(days=365).total_seconds())
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if _flag("BEREDD_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _flag("BEREDD_BEHIND_PROXY") else 0

DATA_UPLOAD_MAX_MEMORY_SIZE = int(float(os.environ.get("BEREDD_MOST_BODY_MB", "4")) * 1_000_000)
"""How large a request may be, bytes; the largest table of one's own is 1 MB."""

# Parts -----------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    *rooms.installed(),  # before allauth: our templates win
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "beredd.web.logs.RequestIdMiddleware",
    "beredd.web.incoming.HeadMiddleware",
    "beredd.web.incoming.ApiErrorsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # Pages with a token in a form are safe to compress: Django pads them by chance (its answer to BREACH, since 4.2).
    "django.middleware.gzip.GZipMiddleware",
    "beredd.web.static_files.StaticFilesMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "beredd.web.language.LanguageMiddleware",
    "beredd.web.incoming.ReadableMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "beredd.web.accounts.middleware.SessionMiddleware",
    "beredd.web.audit.middleware.DownloadMiddleware",
    "beredd.web.engines.middleware.UnavailableMiddleware",
]

ROOT_URLCONF = "beredd.web.urls"
ASGI_APPLICATION = "beredd.web.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "beredd.web.accounts.context.permissions",
                "beredd.web.rooms.menu",
            ],
        },
    },
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}

# Data ------------------------------------------------------------------------------------------------------------
SQLITE_FILE = BEREDD_HOME / "beredd.sqlite3"
if os.environ.get("DATABASE_URL"):
    # A pool, for each request has a thread of its own: kept connections would be as many as requests.
    DATABASES = {"default": dj_database_url.config(conn_max_age=0, conn_health_checks=True)}
    if DATABASES["default"]["ENGINE"].endswith("postgresql"):
        most = int(os.environ.get("BEREDD_DATABASE_POOL", "16"))
        DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": most, "timeout": 20}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(SQLITE_FILE),
            "OPTIONS": {
                # IMMEDIATE: a transaction that will write waits for its turn at the start, not to fail at the end.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Accounts --------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "beredd.web.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
SENDS_MAIL = bool(os.environ.get("BEREDD_SMTP_HOST"))
# Nobody can show that an address is theirs where no letters are sent; then none counts as verified.
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if SENDS_MAIL else "none"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "beredd.web.accounts.adapter.FactorAdapter"
MFA_TOTP_ISSUER = "Beredd"
MFA_ALLOW_UNVERIFIED_EMAIL = not SENDS_MAIL
SECOND_FACTOR_FOR = _choice(
    "BEREDD_SECOND_FACTOR", ("administrators", "all", "nobody"), "nobody" if IS_LOCAL else "administrators"
)
"""Who gets no further without a second factor."""
OPEN_SIGNUP = _flag("BEREDD_OPEN_SIGNUP")
"""Sign-up is by invitation unless this is set."""

# Single sign-on by OpenID Connect, where BEREDD_OIDC_URL names a service.
SOCIALACCOUNT_ADAPTER = "beredd.web.accounts.sso.ClaimsAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True  # the agency's own service
SOCIALACCOUNT_STORE_TOKENS = False
OIDC_ROLES_CLAIM = os.environ.get("BEREDD_OIDC_CLAIM", "roles")
OIDC_ROLES = os.environ.get("BEREDD_OIDC_ROLES", "")
SIGN_IN_SERVICE_HAS_SECOND_FACTOR = _flag("BEREDD_OIDC_HAS_SECOND_FACTOR")
if OIDC_URL := os.environ.get("BEREDD_OIDC_URL", ""):
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "sso",
                    "name": os.environ.get("BEREDD_OIDC_NAME", "organisationens inloggning"),
                    "client_id": os.environ.get("BEREDD_OIDC_CLIENT", "beredd"),
                    "secret": os.environ.get("BEREDD_OIDC_SECRET", ""),
                    "settings": {"server_url": OIDC_URL},
                }
            ],
        }
    }
    # Browsers ask of every redirect after a form whether the page may send one there.
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append("{0.scheme}://{0.netloc}".format(urlsplit(OIDC_URL)))

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if SENDS_MAIL else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = os.environ.get("BEREDD_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("BEREDD_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("BEREDD_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("BEREDD_SMTP_PASSWORD", "")
EMAIL_USE_TLS = not _flag("BEREDD_SMTP_NO_TLS")
DEFAULT_FROM_EMAIL = os.environ.get("BEREDD_MAIL_FROM", "beredd@localhost")

# The rate limits of allauth count in the cache; the database is what all processes share. With so many entries it
# cannot be filled to make it forget; tries to sign in have a table of their own (accounts.limits).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "beredd_cache",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}

# Language and time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Svenska")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

# Static files ----------------------------------------------------------------------------------------------------
# Served from where they are installed: no build step, and `site start` is ready in a second.
STATIC_URL = "/static/"
# Figures on a page and figures alone share one stylesheet, which lies with those who draw them.
STATICFILES_DIRS = [("design", PACKAGE.parent / "figures" / "style")]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MAX_AGE = 60 if DEBUG else 600

DEMO = not _flag("BEREDD_NO_DEMO")
"""Seed the demonstration: an organisation and two small runs that everyone may read."""

KEPT_PAGES_FRESH_S = 1.0
"""For so long a page that is kept for all who are not signed in may be older than what it shows, s."""

# Background work -------------------------------------------------------------------------------------------------
JOB_LEASE = timedelta(seconds=float(os.environ.get("BEREDD_JOB_LEASE_S", "30")))
JOB_HEARTBEAT = JOB_LEASE / 6

MONITOR_TOKEN = os.environ.get("BEREDD_MONITOR_TOKEN", "")
"""With it a monitoring program reads /halsa/detaljer and /halsa/matt."""

MOST_OPEN_PER_PERSON = int(os.environ.get("BEREDD_MOST_OPEN_PER_PERSON", "20"))
MOST_OPEN_PER_ORGANISATION = int(os.environ.get("BEREDD_MOST_OPEN_PER_ORGANISATION", "60"))
"""How many runs may wait or run at a time."""

API_START_RATE = os.environ.get("BEREDD_API_START_RATE", "60/hour")
"""How many runs one person may start through the API."""

# Logs ------------------------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "beredd.web.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("BEREDD_LOG_LEVEL", "WARNING")},
    "loggers": {"beredd": {"level": os.environ.get("BEREDD_LOG_LEVEL", "INFO")}},
}
