"""All settings, one file, no branch per environment.

With nothing in the environment this is the embedded profile: SQLite, a filesystem broker and files under var/,
channels in the sandbox. docs/configuration.md lists every variable.
"""

import logging
import re
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse_lazy

from travelhub import env, languages, logs, metrics_files, queues, s3, unfold, vault_settings

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

# Secrets: the environment, NAME_FILE or Vault. Here they are as they were at the start; whoever hands one to a vendor
# asks inquiries.credentials, which asks this function what it is by now.
vault_settings.connect(VAR_DIR)
CREDENTIALS_READER = "travelhub.secret_sources.current"  # a path

EMBEDDED = not env.secret("DATABASE_URL")
if not EMBEDDED:
    for _companion in ("SECRET_KEY", "CELERY_BROKER_URL"):
        if not env.secret(_companion):
            env.stop(f"DATABASE_URL is set, but {_companion} is not.")

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.secret("SECRET_KEY") or env.generated_secret(VAR_DIR / "secret_key")
# Former keys, newest first: what they have signed stays good (log-ins, links) while the key is changed.
SECRET_KEY_FALLBACKS = [key.strip() for key in env.secret("SECRET_KEY_FALLBACKS").split(",") if key.strip()]

PORT = env.number("PORT", 8000)
PUBLIC_URL = env.url("PUBLIC_URL", f"http://127.0.0.1:{PORT}")
_public = urlsplit(PUBLIC_URL)
HTTPS = _public.scheme == "https"
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or [str(_public.hostname), "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS") or [f"{_public.scheme}://{_public.netloc}"]

# Agency
AGENCY_NAME = env.text("AGENCY_NAME", "Halden Travel")
DEFAULT_PHONE_REGION = env.text("DEFAULT_PHONE_REGION", "GB").upper()
TIME_ZONE = env.time_zone("TIME_ZONE", "UTC")
AGENCY_UNSET = [name for name in ("AGENCY_NAME", "TIME_ZONE") if not env.text(name)]
USE_TZ = True
LANGUAGE_CODE = "en-gb"
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGES = languages.shipped(LOCALE_PATHS[0])
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = ["travelhub.formats"]

INSTALLED_APPS = [
    # Unfold must stand before the admin, whose templates it replaces.
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "travelhub.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_celery_beat",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.microsoft",
    "allauth.usersessions",
    "inquiries",
    "mailsync",
    "messaging",
    "travelhub",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "travelhub.middleware.WebhookMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "travelhub.middleware.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "travelhub.reader.ReaderMiddleware",
    # Before the next one, which sends somebody whose session has just ended to the sign-in page.
    "travelhub.session_ends.SessionEndMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "travelhub.middleware.RequestLogMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

UNFOLD = unfold.settings_for(agency=AGENCY_NAME, version=VERSION)

ROOT_URLCONF = "travelhub.urls"
WSGI_APPLICATION = "travelhub.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "inquiries.desk.context.frame",
            ],
        },
    },
]

# Database
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'travelhub.sqlite3'}"),
}
_database = DATABASES["default"]
if "sqlite3" in _database["ENGINE"]:
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    # Several processes write: without IMMEDIATE a read that turns into a write fails at once with "locked".
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;",
    }
else:
    _database.setdefault("CONN_MAX_AGE", 60)
    _database["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHE_URL = env.secret("CACHE_URL")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CACHE_URL}
    if CACHE_URL
    else {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": VAR_DIR / "cache"}
}

# Files
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(VAR_DIR / "media")))
OUTBOX_DIR = VAR_DIR / "outbox"  # where a sandboxed channel lays its replies
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
S3_BUCKET = env.text("S3_BUCKET")  # empty: files are in MEDIA_ROOT (inquiries/blobs.py)
STORAGES: dict[str, dict[str, Any]] = {
    "default": s3.storage(S3_BUCKET),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Without a collected manifest (development, tests) the finders serve; with it, hashed names.
WHITENOISE_USE_FINDERS = True
WHITENOISE_MANIFEST_STRICT = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# People
AUTH_USER_MODEL = "inquiries.User"
AUTHENTICATION_BACKENDS = ["travelhub.permissions.OneQueryBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = [  # an older hash is made anew with the first one when its owner signs in
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = reverse_lazy("sign_in")
LOGIN_REDIRECT_URL = reverse_lazy("queue")
LOGOUT_REDIRECT_URL = reverse_lazy("sign_in")

PASSWORD_RESET_TIMEOUT = 60 * 60

# Sign-in (docs/security.md). django-allauth does limits, second factor and Microsoft; its pages are ours, and what is
# not in inquiries/desk/urls_account.py of it has no address.
REQUIRE_SECOND_FACTOR = env.text("REQUIRE_SECOND_FACTOR").lower()
if REQUIRE_SECOND_FACTOR not in {"", "admin", "manager", "all"}:
    env.stop(f"REQUIRE_SECOND_FACTOR={REQUIRE_SECOND_FACTOR} is none of admin, manager, all.")
_idle = env.number("SESSION_IDLE_MINUTES", 120)
SESSION_IDLE = timedelta(minutes=_idle)
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0)  # that stand before us and add to X-Forwarded-For
if _idle < 1 or TRUSTED_PROXIES < 0:
    env.stop("SESSION_IDLE_MINUTES takes a number from 1, TRUSTED_PROXIES one from 0.")
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
ACCOUNT_ADAPTER = "inquiries.desk.sign_in_adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60  # seconds; after them the password is asked for before the factor changes
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "reset_password": "10/5m/ip,3/5m/key",
}
MFA_ADAPTER = "inquiries.desk.sign_in_adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers themselves allow http for localhost alone
MFA_TOTP_ISSUER = AGENCY_NAME
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_ADAPTER = "inquiries.desk.sign_in_adapters.MicrosoftAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"

# Security: cookies and HSTS follow PUBLIC_URL's scheme, or a local log-in over http would break.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds after sign-in, however busy somebody was
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = [
    "security.W019",  # not DENY: our own pages frame the original of a mail
    "models.W040",  # said by each migrate on SQLite, whose indexes do without what they only carry along
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "media-src": ["'self'"],
        "connect-src": ["'self'"],
        "frame-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
    }
}

# Work: rows are the queue, Celery is the doorbell (docs/architecture.md)
CELERY_BROKER_URL = env.secret("CELERY_BROKER_URL", "filesystem://")
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_EXPIRES = None  # none are kept, so beat needs no schedule of its own that clears them away
CELERY_TASK_DEFAULT_QUEUE = queues.UPKEEP
CELERY_TASK_QUEUES = queues.declared()
CELERY_TASK_ROUTES = queues.routes()
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
DJANGO_CELERY_BEAT_TZ_AWARE = True
if CELERY_BROKER_URL.startswith("filesystem"):
    CELERY_BROKER_TRANSPORT: str | None = "travelhub.file_broker:Transport"
    _broker_dir = VAR_DIR / "broker"
    for _folder in ("queue", "control"):
        (_broker_dir / _folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "data_folder_in": str(_broker_dir / "queue"),
        "data_folder_out": str(_broker_dir / "queue"),
        "control_folder": str(_broker_dir / "control"),
        "polling_interval": 0.1,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 900,
        "unacked_restore_throttle": 1,
        # A dead broker must not hold up a web request: the sweeper rings again.
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
    }

WORK_LEASE = timedelta(seconds=env.number("WORK_LEASE_SECONDS", 300))
WORK_MAX_ATTEMPTS = env.number("WORK_MAX_ATTEMPTS", 8)
WORK_BACKOFF_BASE = timedelta(seconds=env.number("WORK_BACKOFF_SECONDS", 20))
WORK_BACKOFF_CAP = timedelta(hours=1)
SWEEP_EVERY = timedelta(seconds=10)
EXPIRE_EVERY = timedelta(days=1)
UNDO_SECONDS = env.number(
    "UNDO_SECONDS", 10
)  # in which a reply can be taken back before it leaves; 0: it leaves at once
DRAFT_KEEP_DAYS = env.number("DRAFT_KEEP_DAYS", 30)  # of what somebody began to write and left
SENSITIVE_KEEP_DAYS = env.number("SENSITIVE_KEEP_DAYS", 90)  # of passports and cards, after the trip or its loss

# Plug points: name -> dotted path. `inquiries` knows its channels and engines by these maps alone.
CHANNELS = {
    "email": "mailsync.channel.EmailChannel",
    "whatsapp": "messaging.channel.WhatsAppChannel",
}
MAIL_SOURCES = {
    "graph": "mailsync.sources.Graph",
    "drop": "mailsync.sources.DropFolder",
}
ENGINES = {
    "openai": "inquiries.extraction.openai_engine.OpenAIEngine",
    "rules": "inquiries.extraction.rules.RulesEngine",
}
EXTRACTION_ENGINES = env.words("EXTRACTION_ENGINES") or (
    ["openai", "rules"] if env.secret("OPENAI_API_KEY") else ["rules"]
)
for _engine in EXTRACTION_ENGINES:
    if _engine not in ENGINES:
        env.stop(f"EXTRACTION_ENGINES names {_engine!r}; known engines: {', '.join(ENGINES)}.")

# Limits of what comes in (bytes and counts)
MAIL_MAX_BYTES = env.number("MAIL_MAX_BYTES", 50 * 1024 * 1024)
MAIL_MAX_PARTS = env.number("MAIL_MAX_PARTS", 500)
MAIL_MAX_NESTING = env.number("MAIL_MAX_NESTING", 20)
_drop = env.text("MAIL_DROP_DIR")
MAIL_DROP_DIR = Path(_drop) if _drop else None  # a Maildir for each address, for mail that is not at Microsoft
ACKNOWLEDGE_PER_DAY = env.number("ACKNOWLEDGE_PER_DAY", 2)  # acknowledgments to one address
MAIL_SENDER_LIMIT = env.number("MAIL_SENDER_LIMIT", 20)  # mails alike of one address within an hour; 0: no limit
WEBHOOK_MAX_BYTES = env.number("WEBHOOK_MAX_BYTES", 3 * 1024 * 1024)
WEBHOOK_KEEP_DAYS = env.number("WEBHOOK_KEEP_DAYS", 30)  # bodies that were taken in; 0: for ever
# The files of one answer together: a brochure of 35 MB goes out by an upload session, if the tenant allows it. Exchange
# refuses more than 35 MB of a whole mail unless its administrator raised that (Set-Mailbox -MaxSendSize, to 150 MB).
UPLOAD_MAX_BYTES = env.number("UPLOAD_MAX_BYTES", 40 * 1024 * 1024)

# Microsoft Graph
GRAPH_TENANT_ID = env.text("GRAPH_TENANT_ID")
GRAPH_CLIENT_ID = env.text("GRAPH_CLIENT_ID")
if GRAPH_CLIENT_ID or not env.text("SIGN_IN_CLIENT_ID"):  # the tenant alone serves a sign-in of its own
    env.require_together(GRAPH_TENANT_ID=GRAPH_TENANT_ID, GRAPH_CLIENT_ID=GRAPH_CLIENT_ID)
GRAPH_CLIENT_SECRET = env.secret("GRAPH_CLIENT_SECRET")
GRAPH_CLIENT_CERTIFICATE = env.secret("GRAPH_CLIENT_CERTIFICATE")
if GRAPH_CLIENT_ID and not (GRAPH_CLIENT_SECRET or GRAPH_CLIENT_CERTIFICATE):
    env.stop("GRAPH_CLIENT_ID is set, but neither GRAPH_CLIENT_SECRET nor GRAPH_CLIENT_CERTIFICATE is.")
if (GRAPH_CLIENT_SECRET or GRAPH_CLIENT_CERTIFICATE) and not GRAPH_CLIENT_ID:
    env.stop("GRAPH_CLIENT_SECRET or GRAPH_CLIENT_CERTIFICATE is set, but GRAPH_CLIENT_ID is not.")
GRAPH_AUTHORITY = env.url("GRAPH_AUTHORITY", "https://login.microsoftonline.com")
GRAPH_BASE_URL = env.url("GRAPH_BASE_URL", "https://graph.microsoft.com/v1.0")
# Sign-in with Microsoft: people of the same tenant, by the app registration of the mail or by one of its own.
MICROSOFT_SIGN_IN = env.flag("MICROSOFT_SIGN_IN")
SIGN_IN_CLIENT_ID = env.text("SIGN_IN_CLIENT_ID")
SIGN_IN_CLIENT_SECRET = env.secret("SIGN_IN_CLIENT_SECRET")
env.require_together(SIGN_IN_CLIENT_ID=SIGN_IN_CLIENT_ID, SIGN_IN_CLIENT_SECRET=SIGN_IN_CLIENT_SECRET)
SIGN_IN_CLIENT_ID = SIGN_IN_CLIENT_ID or GRAPH_CLIENT_ID
SIGN_IN_CLIENT_SECRET = SIGN_IN_CLIENT_SECRET or GRAPH_CLIENT_SECRET
if MICROSOFT_SIGN_IN:
    if not GRAPH_TENANT_ID:
        env.stop("MICROSOFT_SIGN_IN is on, but GRAPH_TENANT_ID is not set.")
    if not SIGN_IN_CLIENT_SECRET:
        env.stop("MICROSOFT_SIGN_IN is on, but neither SIGN_IN_CLIENT_SECRET nor GRAPH_CLIENT_SECRET is set.")
MAIL_POLL_EVERY = timedelta(seconds=60)
MAIL_RETRY_PAUSE = timedelta(milliseconds=100)  # before a read is tried once more in the same round; then longer
# Change notifications need an address that Microsoft can reach by https; the poll runs beneath either way.
GRAPH_NOTIFICATIONS = env.flag("GRAPH_NOTIFICATIONS", HTTPS)
MAIL_ALARM_AFTER = timedelta(minutes=env.number("MAIL_ALARM_MINUTES", 15))
# What staff have to know on every page: dotted paths of classes like inquiries.channels.Alarm.
ALARMS = [
    "mailsync.alarms.SilentMailboxes",
    "messaging.alarms.NumbersInTrouble",
    "inquiries.extraction.condition.ReadingStopped",
]

# WhatsApp Cloud API. Without a token replies are sandboxed; without an app secret the webhook answers 503.
WHATSAPP_TOKEN = env.secret("WHATSAPP_TOKEN")
WHATSAPP_APP_SECRET = env.secret("WHATSAPP_APP_SECRET")
WHATSAPP_VERIFY_TOKEN = env.secret("WHATSAPP_VERIFY_TOKEN")
env.require_together(WHATSAPP_APP_SECRET=WHATSAPP_APP_SECRET, WHATSAPP_VERIFY_TOKEN=WHATSAPP_VERIFY_TOKEN)
WHATSAPP_PHONE_NUMBER_ID = env.text("WHATSAPP_PHONE_NUMBER_ID")
WHATSAPP_BUSINESS_ACCOUNT_ID = env.text("WHATSAPP_BUSINESS_ACCOUNT_ID")
if WHATSAPP_TOKEN and not WHATSAPP_PHONE_NUMBER_ID:
    env.stop("WHATSAPP_TOKEN is set, but WHATSAPP_PHONE_NUMBER_ID is not.")
if WHATSAPP_TOKEN and not WHATSAPP_APP_SECRET:
    env.stop("WHATSAPP_TOKEN is set, but WHATSAPP_APP_SECRET is not.")
WHATSAPP_BASE_URL = env.url("WHATSAPP_BASE_URL", "https://graph.facebook.com")
TEMPLATES_SYNC_EVERY = timedelta(hours=6)
WHATSAPP_API_VERSION = env.text("WHATSAPP_API_VERSION", "v25.0")
# A number that hears much is an alarm when it heard nothing for so many opening hours; 0: never.
WHATSAPP_SILENT_AFTER = timedelta(hours=env.number("WHATSAPP_SILENT_HOURS", 6))
WHATSAPP_MEDIA_MAX_BYTES = env.number("WHATSAPP_MEDIA_MAX_BYTES", 100 * 1024 * 1024)  # Meta's own limit
WHATSAPP_MEDIA_HOSTS = env.words("WHATSAPP_MEDIA_HOSTS", "lookaside.fbsbx.com,mmg.whatsapp.net,graph.facebook.com")

# What staff read: messages in another language can be translated, and summaries are written in it.
DESK_LANGUAGE = env.text("DESK_LANGUAGE", "en").lower()
if not re.fullmatch(r"[a-z]{2,3}", DESK_LANGUAGE):
    env.stop(f"DESK_LANGUAGE={DESK_LANGUAGE} is no language. It looks like en, de or fr.")

# OpenAI
OPENAI_API_KEY = env.secret("OPENAI_API_KEY")
OPENAI_BASE_URL = env.url("OPENAI_BASE_URL", "https://api.openai.com/v1")
OPENAI_MODEL = env.text("OPENAI_MODEL", "gpt-4o-mini")
# Writes down voice notes, where staff ask for it; a server that only speaks OpenAI's protocol may have none.
OPENAI_TRANSCRIPTION_MODEL = env.text("OPENAI_TRANSCRIPTION_MODEL", "gpt-4o-mini-transcribe")
OPENAI_DAILY_LIMIT_USD = env.money(
    "OPENAI_DAILY_LIMIT_USD"
)  # 0: none; when it is reached the rules read until midnight
if "openai" in EXTRACTION_ENGINES and not OPENAI_API_KEY:
    env.stop("EXTRACTION_ENGINES names openai, but OPENAI_API_KEY is not set.")

# Alerts
_email = env.email_config("EMAIL_URL", "consolemail://")
vars().update({name: value for name, value in _email.items() if value is not None})
ALERT_RECIPIENTS = env.words("ALERT_RECIPIENTS")
ADMINS = [(address, address) for address in ALERT_RECIPIENTS]
EMAIL_SUBJECT_PREFIX = ""
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("ALERT_SENDER", f"travelhub@{_public.hostname}")

# Watching
LOG_LEVEL = env.text("LOG_LEVEL", logs.level_for(sys.argv)).upper()
if LOG_LEVEL not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
    env.stop(f"LOG_LEVEL={LOG_LEVEL} is none of DEBUG, INFO, WARNING, ERROR.")
LOG_FORMAT = env.text("LOG_FORMAT").lower()  # json or console; empty: json when not on a terminal
if LOG_FORMAT not in {"", "json", "console"}:
    env.stop(f"LOG_FORMAT={LOG_FORMAT} is neither json nor console.")
LOGGING = logs.configure(level=LOG_LEVEL, form=LOG_FORMAT)
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
# One line a request and a task: the one at its end, with code and duration.
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = DJANGO_STRUCTLOG_CELERY_TASK_START_LOG_LEVEL = logging.DEBUG
SENTRY_DSN = env.secret("SENTRY_DSN")
METRICS_TOKEN = env.secret("METRICS_TOKEN")
METRICS_DIR = VAR_DIR / "metrics"  # counters of all processes that share it meet here
metrics_files.use(METRICS_DIR)
