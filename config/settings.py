"""All settings, from the environment alone. What is missing is said in one sentence; see .env.example."""

from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from kombu import Exchange, Queue

from config.languages import further
from config.local import local_value
from consultations.scripts import runs_from_right

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()


def required(name: str, remedy: str) -> str:
    """From the environment, else from what `make` left under var/; there is no built-in default."""
    value = env.str(name, default="") or local_value(VAR_DIR, name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: {remedy}")
    return value


DEBUG = env.bool("DEBUG", default=False)
HTTPS_ONLY = env.bool("HTTPS_ONLY", default=not DEBUG)
SECRET_KEY = required("SECRET_KEY", "give a random text of 50 characters, or run `make setup`.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
# Where readers find the site: in links that leave it, such as invitations.
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Gives back what was typed into a form that was open for too long.
CSRF_FAILURE_VIEW = "consultations.typed.csrf_failure"

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "csp",
    "rest_framework",
    "rest_framework.authtoken",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "consultations",
    "submissions",
    "reports",
    "config.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.compression.CompressedPages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.unavailable.DatabaseUnavailable",
    "config.untranslated.EnglishIsMarked",
    "config.signed_out.KeepsWhatStaffTyped",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Data -----------------------------------------------------------------------------------------
START_SERVERS = "give its address, or run `make demo`, which starts a server of its own while it runs."
DATABASES = {
    "default": {
        **environ.Env.db_url_config(required("DATABASE_URL", START_SERVERS)),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
# The owner of the tables, for `manage.py migrate` alone. Without it the product's own role owns them.
# What a demonstration left under var/ belongs to the database that it started, not to one that is given here.
MIGRATION_DATABASE_URL = env.str("MIGRATION_DATABASE_URL", default="")
if not MIGRATION_DATABASE_URL and not env.str("DATABASE_URL", default=""):
    MIGRATION_DATABASE_URL = local_value(VAR_DIR, "MIGRATION_DATABASE_URL")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In memory on purpose: rate limits are keyed by network address, which must reach neither database nor Redis.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default="") or VAR_DIR / "media")
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default="") or VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_STORAGE_IN_USE = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if DEBUG
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": STATICFILES_STORAGE_IN_USE},
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

# --- Languages and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGES = [
    ("en", _("English")),
    ("fr", _("French")),
    *further(env.list("LANGUAGES_OF_PAGES", default=[]), LOCALE_PATHS),
]
LANGUAGES_BIDI = [code for code, _name in LANGUAGES if runs_from_right(code)]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="America/Toronto")

# --- Staff ----------------------------------------------------------------------------------------
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# --- Security -------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = HTTPS_ONLY
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000) if HTTPS_ONLY else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS_ONLY
SECURE_HSTS_PRELOAD = HTTPS_ONLY
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS_ONLY
SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# --- Mail -----------------------------------------------------------------------------------------
# Without a server nothing is sent, and no page offers it.
vars().update(environ.Env.email_url_config(env.str("EMAIL_URL", default="") or "dummymail://"))
if not DEBUG and vars()["EMAIL_BACKEND"].endswith("console.EmailBackend"):
    raise ImproperlyConfigured(
        "EMAIL_URL: consolemail:// prints people's addresses; give a mail server, or none."
    )
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="What We Heard <no-reply@localhost>")

# --- The door: how often from one network address, and how fast, before people are asked to wait or to press again ---
SENDINGS_IN_TEN_MINUTES = env.int("SENDINGS_IN_TEN_MINUTES", default=300)
LETTERS_IN_TEN_MINUTES = env.int("LETTERS_IN_TEN_MINUTES", default=20)
WRONG_CODES_IN_TEN_MINUTES = env.int("WRONG_CODES_IN_TEN_MINUTES", default=60)
LEAST_SECONDS_OF_A_FORM = env.int("LEAST_SECONDS_OF_A_FORM", default=3)

# --- Drafts: for how long one is kept after it was last saved ---
DAYS_OF_A_DRAFT = env.int("DAYS_OF_A_DRAFT", default=30)
if DAYS_OF_A_DRAFT < 1:
    raise ImproperlyConfigured("DAYS_OF_A_DRAFT: a draft is kept for a day at least.")

# --- API ------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_PARSER_CLASSES": ["consultations.rest.DepthBoundJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "consultations.rest.Pages",
    "DEFAULT_THROTTLE_CLASSES": ["consultations.rest.AnonymousLimit", "consultations.rest.SignedInLimit"],
    # For each process, by address or user; an empty setting means no limit.
    "DEFAULT_THROTTLE_RATES": {
        "anon": env.str("API_RATE_ANONYMOUS", default="120/min") or None,
        "user": env.str("API_RATE_SIGNED_IN", default="600/min") or None,
    },
    "NUM_PROXIES": 1 if "SECURE_PROXY_SSL_HEADER" in vars() else 0,
    "EXCEPTION_HANDLER": "consultations.rest_errors.answer_to_error",
    "LIST_SERIALIZER_ERRORS_AS_DICT": True,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "What We Heard",
    "DESCRIPTION": "Read programmes and published reports, send submissions, have reports compiled. "
    f"Sentences in answers are in the language of Accept-Language ({', '.join(code for code, _name in LANGUAGES)}).",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "consultations.rest.with_common_answers",
    ],
    "ENUM_NAME_OVERRIDES": {
        "AttributionRule": "consultations.models.AttributionRule",
        "Attribution": "consultations.models.Attribution",
        "EventKind": "consultations.models.EventKind",
        "SessionKind": "consultations.models.SessionKind",
        "OrganizationKind": "consultations.models.OrganizationKind",
        "QuestionKind": "submissions.models.QuestionKind",
        "Language": "consultations.models.Language",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},
}

# --- Background work: PostgreSQL is the record, Redis only wakes workers, every task may run twice ---
REDIS_URL = required("REDIS_URL", START_SERVERS)
VISIBILITY_TIMEOUT = 1800
TRANSPORT_OPTIONS = {
    "visibility_timeout": VISIBILITY_TIMEOUT,
    # Without these two a message of a killed worker waits ten times longer for its redelivery.
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 3,
    "health_check_interval": 10,
}
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = TRANSPORT_OPTIONS
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = TRANSPORT_OPTIONS
CELERY_VISIBILITY_TIMEOUT = VISIBILITY_TIMEOUT
# Deployments and test runs that share a Redis keep apart by the name of their queue.
CELERY_TASK_DEFAULT_QUEUE = env.str("WORKER_QUEUE", default="celery")
# A report that somebody waits for does not stand behind hundreds of screenings: workers take turns between queues.
REPORT_QUEUE = f"{CELERY_TASK_DEFAULT_QUEUE}-reports"
CELERY_TASK_QUEUES = [
    Queue(name, Exchange(name), routing_key=name) for name in (REPORT_QUEUE, CELERY_TASK_DEFAULT_QUEUE)
]
CELERY_TASK_ROUTES = {"reports.tasks.compile_report": {"queue": REPORT_QUEUE}}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_CONCURRENCY = env.int("WORKER_CONCURRENCY", default=2)
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "tick": {"task": "config.tick", "schedule": 10.0, "options": {"expires": 10}},
    "relay-outbox": {"task": "submissions.tasks.relay_outbox", "schedule": 2.0, "options": {"expires": 10}},
    "send-mail": {"task": "consultations.tasks.send_mail", "schedule": 5.0, "options": {"expires": 5}},
    "remind": {"task": "consultations.tasks.remind", "schedule": 3600.0, "options": {"expires": 3600}},
    "forget": {"task": "consultations.tasks.forget", "schedule": 3600.0, "options": {"expires": 3600}},
    "sweep-submissions": {"task": "submissions.tasks.sweep", "schedule": 30.0, "options": {"expires": 30}},
    "delete-expired-drafts": {
        "task": "submissions.tasks.delete_expired_drafts",
        "schedule": crontab(hour=8, minute=17),  # night in Canada
    },
    # Deep in the night of the Americas. Expires late: a worker that was away then does it when it is back.
    "remove-traces": {
        "task": "submissions.tasks.remove_traces",
        "schedule": crontab(hour=8, minute=17),
        "options": {"expires": 6 * 3600},
    },
    "sweep-reports": {"task": "reports.tasks.sweep", "schedule": 30.0, "options": {"expires": 30}},
}

# Forms that are refused because of their size, perhaps with words in them.
TOO_MUCH = ("RequestDataTooBig", "TooManyFieldsSent", "TooManyFilesSent")
DEFAULT_EXCEPTION_REPORTER = "config.logs.WayAlone"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "config.logs.WithoutWords",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
            "datefmt": "%Y-%m-%d",
        }
    },
    "filters": {"no_outages": {"()": "config.logs.NoOutages"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        # Django's own handlers print addresses of pages, and mail them.
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True, "level": "ERROR"},
        # It announces at every start that it can log.
        "pikepdf": {"level": "WARNING"},
        # A line for each task would tell when somebody sent something.
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        # A refused form with its address would tell that somebody sends something just now.
        "django.request": {"level": "ERROR", "filters": ["no_outages"]},
        "django.security.csrf": {"level": "ERROR"},
        **{f"django.security.{refusal}": {"level": "CRITICAL"} for refusal in TOO_MUCH},
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
