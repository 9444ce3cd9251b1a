"""Settings of the site, from the environment; the demonstration's are the defaults and say so.

`XIANXING_MODE=production` needs XIANXING_SECRET_KEY and XIANXING_HOSTS and refuses to start without them.
Every variable stands in docs/, most in docs/site.md and docs/operations.md.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from csp.constants import NONE, SELF

from xianxing.desks.accounts.openid_settings import openid_settings
from xianxing.site import persistence
from xianxing.site.environment import flag, metrics_token, mode, one_of, production_needs
from xianxing.site.persistence import databases
from xianxing.site.proxies import networks

DEMO = mode() == "demo"
PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent
VAR_DIR = Path(os.environ.get("XIANXING_VAR", ROOT / "var"))
EXAMPLES_DIR = Path(os.environ.get("XIANXING_EXAMPLES", ROOT / "examples"))
TESTS_DIR = ROOT / "tests" if (ROOT / "tests").is_dir() else None
COLLECTED = flag("XIANXING_COLLECTED", default=not DEMO)

SECRET_KEY = os.environ.get("XIANXING_SECRET_KEY", "demonstration-only-not-a-secret" if DEMO else "")
ALLOWED_HOSTS = [
    host
    for host in os.environ.get("XIANXING_HOSTS", "localhost,127.0.0.1,[::1]" if DEMO else "").split(",")
    if host
]
if not DEMO:
    production_needs(secret_key=SECRET_KEY, hosts=ALLOWED_HOSTS)
DEBUG = False

INSTALLED_APPS = [
    "xianxing.desks.accounts",  # before allauth, whose templates and words it replaces
    *persistence.APPS,
    *(["xianxing.pilot.demo"] if DEMO else []),
    "django.contrib.staticfiles",
    "csp",
    "django_ratelimit",
    "xianxing.desks.look",
    "xianxing.desks.public",
    "xianxing.desks.portal",
    "xianxing.desks.desk",
    "xianxing.desks.acts",
    "xianxing.desks.papers",
    "xianxing.desks.experts",
    "xianxing.desks.csrc",
    "xianxing.desks.supervision",
    "xianxing.desks.reports",
    "xianxing.desks.changes",
    "xianxing.desks.incidents",
    "xianxing.desks.complaints",
    "xianxing.desks.inspections",
    "xianxing.desks.figures",
    "xianxing.desks.exits",
    "xianxing.desks.programs",
    "xianxing.desks.lessons",
    "xianxing.desks.incentives",
    "xianxing.desks.archive",
    "xianxing.desks.tools",
    "xianxing.desks.privacy",
    "xianxing.desks.classified",
    "xianxing.desks.api",
]
MIDDLEWARE = [
    "xianxing.site.proxies.BelieveProxies",
    "xianxing.site.measuring.MeasureRequests",
    "django.middleware.security.SecurityMiddleware",
    *(["xianxing.pilot.demo.middleware.OneReading"] if DEMO else []),
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "xianxing.site.middleware.SpeakOneLanguage",
    "xianxing.site.middleware.RefuseLargeBodies",
    "xianxing.site.middleware.LeaveNoUpload",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "xianxing.site.middleware.RefuseNullCharacters",
    "xianxing.site.middleware.RefuseLargeNumbers",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "xianxing.desks.accounts.gate.SessionLimits",
    "xianxing.desks.accounts.gate.AudienceGate",
    "xianxing.desks.accounts.unsent_pages.ForgetWhatWasSent",
    "xianxing.site.middleware.AnswerStrangers",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "xianxing.site.urls"
WSGI_APPLICATION = "xianxing.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "xianxing.desks.look.context.frame",
                "xianxing.desks.accounts.context.account",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "xianxing.desks.look.tags",
            ],
        },
    }
]
DATABASES = databases(VAR_DIR)
AUTH_USER_MODEL = persistence.AUTH_USER_MODEL
XIANXING_CLOCK = os.environ.get(
    "XIANXING_CLOCK",
    "xianxing.pilot.demo.clock.DemoClock" if DEMO else "xianxing.workdays.clocks.SystemClock",
)
XIANXING_KEYS = Path(os.environ.get("XIANXING_KEYS", VAR_DIR / "keys"))
XIANXING_LOG_ORIGIN = os.environ.get(
    "XIANXING_LOG_ORIGIN", "xianxing.example/demo" if DEMO else "xianxing.example/log"
)
# Encrypted files, and the master keys that open them: keep the key file outside of database and backup.
XIANXING_FILES = Path(os.environ.get("XIANXING_FILES", VAR_DIR / "files"))
XIANXING_FILE_KEYS = Path(os.environ.get("XIANXING_FILE_KEYS", VAR_DIR / "keys" / "files.toml"))
# Certificates (PEM) of the authorities whose signatures on returned pages are trusted; none without it.
XIANXING_SIGNATURE_ROOTS = Path(os.environ.get("XIANXING_SIGNATURE_ROOTS", VAR_DIR / "signature-roots"))
# Limits by visitor: in the memory of the demonstration's one process, else where all processes see them.
SHARED_LIMITS = flag("XIANXING_SHARED_LIMITS", default=not DEMO)
CACHES = {
    "default": {"BACKEND": "xianxing.pilot.shared.cache.SharedCache"}
    if SHARED_LIMITS
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "xianxing"}
}

# Log-in: docs/accounts.md. allauth's own limits count by address in the cache; the lock-out of an account is
# counted in the access log.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
    )
]
SECOND_FACTOR_AHEAD = 240 if DEMO else 1  # half minutes before its time that a code is accepted
PASSWORD_RESET_TIMEOUT = 24 * 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:me"
ACCOUNT_ADAPTER = "xianxing.desks.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {"login": "xianxing.desks.accounts.forms.LoginForm"}
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip"}
# A provider of OpenID Connect beside passwords; None without XIANXING_OIDC_ISSUER.
OIDC = openid_settings(os.environ, real=not DEMO)
MFA_ADAPTER = "xianxing.desks.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {"authenticate": "xianxing.desks.accounts.forms.AuthenticateForm"}
LETTER_RATE = "10/h"
MOST_LETTER_BYTES = 10 * 1024 * 1024
MAIL = os.environ.get("XIANXING_MAIL", "filebased" if DEMO else "smtp")
EMAIL_BACKEND = f"django.core.mail.backends.{MAIL}.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_HOST = os.environ.get("XIANXING_MAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("XIANXING_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("XIANXING_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("XIANXING_MAIL_PASSWORD", "")
EMAIL_USE_TLS = flag("XIANXING_MAIL_TLS")
EMAIL_TIMEOUT = (
    30  # seconds: a mail server that says nothing keeps no worker from its other work, nor from ending
)
# Where letters send their readers: the site's own address, and the page of messages below it.
XIANXING_SITE_URL = os.environ.get("XIANXING_SITE_URL", "http://127.0.0.1:8000").rstrip("/")
XIANXING_INBOX_PATH = "/messages/"
# Runs of tools may take minutes: the worker has a process of its own for their queue.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "tools"]}}
# Receivers of events in the site's own network: http and private addresses, which are refused otherwise.
XIANXING_WEBHOOKS_PRIVATE = flag("XIANXING_WEBHOOKS_PRIVATE")
DEFAULT_FROM_EMAIL = os.environ.get("XIANXING_MAIL_FROM", "xianxing@localhost")

USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "desks" / "locale"]

STATIC_URL = "/static/"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "xianxing.desks.tools.bundle.ChartBundleFinder",
]
STATIC_ROOT = VAR_DIR / "static" if COLLECTED else None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not COLLECTED

# Everything a page loads comes from this server: no inline script, no inline style, no other host.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = not DEMO
SESSION_COOKIE_AGE = SESSION_LASTS_SECONDS = 10 * 3600
SESSION_IDLE_SECONDS = 30 * 60
CSRF_COOKIE_HTTPONLY = CSRF_COOKIE_SECURE = not DEMO
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "xianxing.site.errors.csrf_failure"
SECURE_SSL_REDIRECT = not DEMO
SECURE_HSTS_SECONDS = 0 if DEMO else 31_536_000
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # machines ask the process itself
BEHIND_PROXY = flag("XIANXING_BEHIND_PROXY")
PROXIES = networks("XIANXING_PROXIES", default="127.0.0.1,::1") if BEHIND_PROXY else ()
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# What a stranger may send: a large body is refused before it is read (middleware), and a form has few fields.
XIANXING_OCR = flag("XIANXING_OCR", default=True)
MAX_UPLOAD_BYTES = int(os.environ.get("XIANXING_MAX_UPLOAD_MB", "50")) * 1024 * 1024
MAX_BODY_BYTES = MAX_UPLOAD_BYTES + 64 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024  # a page of the filing form, written full
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000  # a page of the form with two tables written full (200 rows each)
DATA_UPLOAD_MAX_NUMBER_FILES = 20  # photographs of an inspection; pages that take fewer say so
SCRATCH_DIR = Path(os.environ.get("XIANXING_SCRATCH", Path(tempfile.gettempdir()) / "xianxing-scratch"))
FILE_UPLOAD_TEMP_DIR = SCRATCH_DIR  # what a killed process leaves there is swept
COMMENT_RATE = os.environ.get("XIANXING_COMMENT_RATE", "20/h")
READY_RATE = os.environ.get("XIANXING_READY_RATE", "300/m")
NOTICE_COMMENT_RATE = os.environ.get("XIANXING_NOTICE_COMMENT_RATE", "500/h")
ANSWER_RATE = "30/h"
# Shown at the foot of every page of a real site, never in the demonstration.
SITE_OWNER = os.environ.get("XIANXING_SITE_OWNER", "").strip()
ICP_NUMBER = os.environ.get("XIANXING_ICP_NUMBER", "").strip()
POLICE_NUMBER = os.environ.get("XIANXING_POLICE_NUMBER", "").strip()
OPEN_DATA_LICENCE = os.environ.get("XIANXING_OPEN_DATA_LICENCE", "CC BY 4.0")
CHECK_RATE = os.environ.get("XIANXING_CHECK_RATE", "20/10m")
CHECK_KEEP_SECONDS = int(os.environ.get("XIANXING_CHECK_KEEP_SECONDS", "600"))
CHECK_QUEUE = 20
CHECK_EACH = 3  # waiting or running, of one address
# They ask for a cache of their list that processes share; ours is, where there are several (docs/site.md).
SILENCED_SYSTEM_CHECKS = ["django_ratelimit.E003", "django_ratelimit.W001"]

# Figures for the operator's monitoring at /metrics, to whoever bears this token; without it to nobody.
METRICS_TOKEN = metrics_token(os.environ.get("XIANXING_METRICS_TOKEN", ""))
LOG_FORMAT = one_of("XIANXING_LOG", ("text", "json"), default="text" if DEMO else "json")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "xianxing.site.log_lines.JsonLines"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "xianxing.requests": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"},
    },
}
