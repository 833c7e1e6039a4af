"""All settings of Yakuba: safe for production by default, each value from a YAKUBA_… variable."""

import sys
from pathlib import Path
from typing import Any

import dj_database_url

from yakuba.config import environment as env
from yakuba.core import keyring, languages

PACKAGE = Path(__file__).resolve().parent.parent
CHECKOUT = PACKAGE.parent

# Where things are -----------------------------------------------------------------------------------
DATA = env.folder(
    "DATA",
    CHECKOUT / ".yakuba" / "data",
    "Database (SQLite) and files. `yakuba backup` copies both.",
    shown=".yakuba/data in the checkout",
)
KEYS = env.folder(
    "KEYS",
    DATA.with_name(DATA.name + "-keys"),
    "The master keys. Never inside YAKUBA_DATA: whoever has both can read everything.",
    shown="beside YAKUBA_DATA, with -keys",
)
DEMO = env.flag(
    "DEMO",
    default=False,
    about="A town of invented people: pages and papers are marked 見本, mails stay on this machine.",
)
DEBUG = env.flag("DEBUG", default=False, about="Shows program errors in the browser. Never in a real town.")
SIDE = env.text(
    "SIDE",
    "both",
    "public: residents' pages only. office: staff pages only. both: one small machine or the demo.",
)
TESTING = "pytest" in sys.modules

KEYRING = keyring.open_folder(KEYS)
SECRET_KEY = KEYRING.derive("django").hex()
SECRET_KEY_FALLBACKS = [key.hex() for key in KEYRING.derive_all("django")[1:]]

# Web ------------------------------------------------------------------------------------------------
ALLOWED_HOSTS = env.words(
    "HOSTS",
    "localhost,.localhost,127.0.0.1",
    "Host names that are answered. Each town's own names are rows (`yakuba towns`).",
)
PROXIES = env.number(
    "PROXIES", 0, "Reverse proxies in front that add X-Forwarded-For. 0: who connects is the visitor."
)
HTTPS = env.flag("HTTPS", default=False, about="Served over HTTPS: secure cookies, HSTS, redirects.")
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
SITE_PORT = env.number(
    "SITE_PORT",
    0,
    "Port in addresses on papers, where it is not the usual one. 0: none. The demo sets its own.",
)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = env.number("SESSION_HOURS", 8, "Hours until a sign-in ends without use.") * 3600
SESSION_SAVE_EVERY_REQUEST = False
CSRF_FAILURE_VIEW = "yakuba.accounts.views.csrf_failed"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
ROOT_URLCONF = "yakuba.config.urls"
WSGI_APPLICATION = "yakuba.config.wsgi.application"
APPEND_SLASH = True
# Typed text of one page stays far below this; files are streamed past it by the upload handlers.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 40
FILE_UPLOAD_HANDLERS = [
    "yakuba.documents.uploads.LimitedUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
API_PER_MINUTE = env.number(
    "API_PER_MINUTE", 120, "Requests to /api/ each minute by one token, and by one address without a token."
)
API_FILINGS_PER_HOUR = env.number(
    "API_FILINGS_PER_HOUR", 30, "Applications each hour through /api/ from one address without a token."
)
BODY_LIMIT = env.number("BODY_LIMIT_MB", 60, "Largest request in megabytes, files together.") * 1_000_000

_OURS = (
    "core",
    "ui",
    "procedures",
    "accounts",
    "work",
    "documents",
    "messaging",
    "approvals",
    "records",
    "applications",
    "portal",
    "api",
    "trials",
)
INSTALLED_APPS = [
    "yakuba.core",
    "yakuba.accounts",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    *[f"yakuba.{app}" for app in _OURS if app not in {"core", "accounts"}],
    *(["yakuba.demo"] if DEMO or TESTING else []),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Nothing is collected for tests: they read static files where they are written.
    *(() if TESTING else ("whitenoise.middleware.WhiteNoiseMiddleware",)),
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "yakuba.api.middleware.ProblemsOfApi",
    "yakuba.core.middleware.LanguageOfRequest",
    "yakuba.core.middleware.BodyLimit",
    "yakuba.core.middleware.MunicipalityOfHost",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "yakuba.accounts.middleware.ActorOfRequest",
    # The innermost: it sees pages as they are written, before they are packed.
    "yakuba.documents.middleware.RareCharacters",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["yakuba.core.templatetags.japanese", "django.templatetags.i18n"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "yakuba.core.context.page",
                "yakuba.portal.context.navigation",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = env.folder(
    "STATIC", CHECKOUT / ".yakuba" / "static", "Collected CSS and scripts.", shown=".yakuba/static"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
# Without collected files (tests, development) each is looked up where it lies.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = TESTING or DEBUG
MEDIA_ROOT = DATA / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_TEMP_DIR = None

# Databases ------------------------------------------------------------------------------------------
DATABASE_URL = env.text(
    "DATABASE_URL",
    "",
    "Which database, e.g. postgresql://user@host/name. Empty: SQLite inside YAKUBA_DATA.",
)
# Migrations run as the owner of the tables, the program as a role that row-level security binds.
DATABASE_ROLE = env.text(
    "DATABASE_ROLE", "yakuba_app", "PostgreSQL role that web and worker take on; `migrate` creates it."
)
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(DATABASE_URL, conn_max_age=None)
    if DATABASE_URL
    else {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA / "yakuba.sqlite3", "CONN_MAX_AGE": None},
}
_OPTIONS = DATABASES["default"].setdefault("OPTIONS", {})
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Immediate transactions and a long wait: 16 writers at once ran without one error.
    _OPTIONS |= {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # recursive_triggers: without it INSERT OR REPLACE deletes rows past the walls.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        " PRAGMA recursive_triggers=ON;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    _OPTIONS.setdefault("connect_timeout", 5)
    _OPTIONS |= {"server_side_binding": True, "prepare_threshold": 3}
    if not TESTING:
        # Put down only inside core.owner.acting(). The tests' own owner makes their database first.
        _OPTIONS["assume_role"] = DATABASE_ROLE
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEST_RUNNER = "django.test.runner.DiscoverRunner"

# People ---------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else [
        # The demo's one password is printed on its start page: hashing it slowly sixty times protects nobody.
        *(["yakuba.demo.hashing.KnownPassword"] if DEMO else []),
        "django.contrib.auth.hashers.ScryptPasswordHasher",
    ]
)
LOGIN_URL = "/login/"

# Background work ------------------------------------------------------------------------------------
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.dummy.DummyBackend"
        if TESTING
        else "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default"],
    },
}

# The outside world ----------------------------------------------------------------------------------
IDENTITY = env.text(
    "IDENTITY",
    "",
    "Provider that asks for an Individual Number Card, as a dotted name. Empty: none (in the demo, a played one).",
)
ACCOUNTS_IDENTITY = IDENTITY or ("yakuba.accounts.providers.local.LocalCard" if DEMO or TESTING else "")
MAIL_URL = env.text(
    "MAIL",
    "",
    "SMTP server as smtp://user:password@host:587 (smtps:// for TLS from the start). Empty: local outbox.",
)
MAIL_FROM = env.text("MAIL_FROM", "yakuba@localhost", "Sender address of mails to residents.")
MESSAGING_MAIL = (
    "yakuba.messaging.providers.smtp.SMTPMail" if MAIL_URL else "yakuba.messaging.providers.outbox.OutboxMail"
)
BOUNCE_TO = env.text(
    "BOUNCE_TO",
    "",
    "Address to which undeliverable mails come back, e.g. bounce@town.example.jp; the mail server must also take"
    " bounce+anything@ there. Empty: they come back to YAKUBA_MAIL_FROM.",
)
BOUNCES_URL = env.text(
    "BOUNCES",
    "",
    "Mailbox of YAKUBA_BOUNCE_TO as imaps://user:password@host/INBOX or maildir:///folder. What is understood in it is"
    " deleted, everything else stays. Empty: nobody reads it.",
)
MESSAGING_BOUNCES = (
    ""
    if not BOUNCES_URL
    else "yakuba.messaging.providers.maildir.MaildirBounces"
    if BOUNCES_URL.startswith("maildir:")
    else "yakuba.messaging.providers.imap.IMAPBounces"
)
PUSH = env.flag(
    "PUSH",
    default=False,
    about="Residents may have their browser notify them; workers then reach the browsers' push services by HTTPS.",
)
MESSAGING_PUSH = "yakuba.messaging.providers.webpush.WebPush" if PUSH else ""
OUTBOX = DATA / "outbox"
HEADS = env.folder(
    "HEADS",
    DATA / "heads",
    "The daily published seals of the memory; copy them to another machine, or print them.",
    shown="heads in YAKUBA_DATA",
)
HEADS_MAIL = env.words(
    "HEADS_MAIL",
    "",
    "Addresses outside this house to which each town's seal of the day is mailed, e.g. the auditor's. Empty: none.",
)
DOCUMENTS_RENDERER = "yakuba.documents.providers.typst.TypstRenderer"
SIGNING = env.folder(
    "SIGNING",
    KEYS / "signing",
    "The towns' keys for signing papers, as <town>.p12 with <town>.password. A town without them signs nothing.",
    shown="signing in YAKUBA_KEYS",
)
DOCUMENTS_SIGNER = "yakuba.documents.providers.pades.PadesSigner"
FONTS = env.text("FONTS", "", "Folder with further fonts for names, e.g. IPAmj Mincho. Empty: Debian's.")
CLAMAV = env.text("CLAMAV", "", "Virus scanner as host:port of clamd. Empty: only the built-in test scanner.")
DOCUMENTS_SCANNER = (
    "yakuba.documents.providers.clamav.ClamAVScanner"
    if CLAMAV
    else "yakuba.documents.providers.fake.FakeScanner"
)

# Language and time ----------------------------------------------------------------------------------
LANGUAGE_CODE = languages.JAPANESE
LANGUAGES = list(languages.NAMES.items())
# What residents read, translated; `python -m scripts.languages` keeps it.
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING", "How much is logged.")},
}

# What `yakuba settings` shows.
DECLARED = env.DECLARED
