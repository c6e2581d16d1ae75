"""Settings shared by all ways of running the site; `dev`, `test` and `production` state their differences."""

import logging
from pathlib import Path

from csp.constants import NONE, SELF, UNSAFE_INLINE

from config.caches import cache_settings
from config.env import (
    REPOSITORY,
    cache_url,
    choice,
    database,
    integer,
    listing,
    log_dir,
    site_url,
    text,
    var_dir,
)
from config.logs import logging_settings
from config.settings.accounts import *
from config.settings.media import *
from config.settings.search import search_settings

VAR_DIR = var_dir()

DEBUG = False
ALLOWED_HOSTS = listing("ALLOWED_HOSTS", default=("127.0.0.1", "localhost", "[::1]"))
SITE_URL = site_url("SITE_URL", default="http://127.0.0.1:8000")
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    # Ours, from the top layer to the bottom one, so that a higher app's template wins.
    "config",
    "demonstration",
    "search",
    "cms_pages",
    "disclosure",
    "forum",
    "moderation",
    "media",
    "notifications",
    "communities",
    "accounts",
    "events",
    "design",
    # Libraries.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_structlog",
    "django_tasks_db",
    "wagtail.contrib.redirects",
    "wagtail.contrib.table_block",
    "wagtail.contrib.settings",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "config.health.HealthMiddleware",
    "accounts.middleware.ClientAddressMiddleware",
    "config.request_ids.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # After the static files, which are fast, and before all that can be slow.
    "communities.answer_times.AnswerTimesMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "config.headers.ContentSecurityPolicyMiddleware",
    "config.headers.PermissionsPolicyMiddleware",
    "config.headers.DownloadCacheMiddleware",
    "design.middleware.ErrorPagesMiddleware",
    "media.middleware.UploadLimitMiddleware",
    # Before the session: a kept page costs no query (docs/decisions/0010-page-cache-generations.md).
    "cms_pages.page_cache.middleware.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.middleware.SignedInCookieMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "events.middleware.RequestContextMiddleware",
    "accounts.middleware.GuardianMiddleware",
    "accounts.second_factor.SecondFactorMiddleware",
    # After those that ask the official who holds the session; before whatever asks who acts.
    "communities.assisting.AssistedSessionMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
    "communities.middleware.WorkbenchGateMiddleware",
    # Last: it calls the admin's writing views itself, each in one transaction.
    "cms_pages.publication.middleware.PublishingMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "design.context_processors.display",
                "communities.assisting.assisted",
                "cms_pages.context_processors.site_navigation",
                "search.context_processors.search_box",
            ],
        },
    },
]
FORM_RENDERER = "design.forms.DesignFormRenderer"

# Data. SQLite settings are measured: with the defaults two thirds of concurrent read-then-write
# transactions fail, with these none does (docs/decisions/0004-sqlite-settings.md).
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
}
DATABASES = {"default": database("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"].setdefault("OPTIONS", {}).update(SQLITE_OPTIONS)

# How long the audit trail is kept, and how long server logs are, with the addresses from which accounts acted
# that are closed by now. The law asks for six months at least, which are 184 days from March to August.
EVENTS_KEPT_DAYS = integer("EVENTS_KEPT_DAYS", default=1095, least=184)
LOGS_KEPT_DAYS = integer("LOGS_KEPT_DAYS", default=184, least=184)
# Where the server's log is kept, a file a day; a public server always does.
LOG_DIR = log_dir(default=None)

CACHES = {"default": cache_settings(url=cache_url("CACHE_URL"), file=VAR_DIR / "cache.sqlite3")}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
SEARCH = search_settings(VAR_DIR)

# Language and time: the site is Chinese whatever a browser asks for, so there is no LocaleMiddleware.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [REPOSITORY / "locale"]
# The manual for officials, which the workbench shows.
EDITORS_GUIDE = REPOSITORY / "docs" / "editors"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Files.
STATIC_URL = "/static/"
STATIC_ROOT = Path(text("STATIC_ROOT", default=str(VAR_DIR / "static")))
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Wagtail.
SITE_NAME = text("SITE_NAME", default="秦淮社区建设网站")
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_TIME_ZONES = [TIME_ZONE]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Signing in, passwords and addresses are the accounts app's; the admin only asks who is there.
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# Typed addresses stay what they are: turning them into page links would tell the title of somebody's draft.
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = "none"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILIMAGES_IMAGE_MODEL = "media.Image"
WAGTAILIMAGES_IMAGE_FORM_BASE = "media.forms.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "jfif", "png", "webp", "gif", "avif", "heic", "heif"]
# Twelve pictures shall cost a phone less than 400 kB (tests/media/test_renditions.py).
WAGTAILIMAGES_AVIF_QUALITY = 42
WAGTAILIMAGES_WEBP_QUALITY = 72
WAGTAILIMAGES_JPEG_QUALITY = 75
WAGTAILIMAGES_FORMAT_CONVERSIONS = {
    "jpeg": "webp",
    "png": "webp",
    "gif": "webp",
    "avif": "webp",
    "webp": "webp",
}
WAGTAILDOCS_DOCUMENT_MODEL = "media.Document"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "media.forms.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
# A Chinese word in the middle of a sentence is found by substrings only (docs/decisions/0003).
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database.fallback"}}

# The public site's frame: what its footer states, and whether a page that is kept for everybody but reads
# what belongs to one visitor stops (tests, debug) or is served once and logged.
SITE_FOOTER = {
    "sponsor": text("SITE_SPONSOR", default="秦淮区人民政府"),
    "operator": text("SITE_OPERATOR", default="秦淮区民政局"),
    "contact_phone": text("SITE_CONTACT_PHONE"),
    "site_id": text("SITE_ID_CODE"),
    "icp": text("SITE_ICP"),
    "police": text("SITE_POLICE"),
}
# Whom to tell of a weakness: mailto:… or https://… (/.well-known/security.txt).
SECURITY_CONTACT = text("SECURITY_CONTACT")
PAGE_CACHE_STRICT = False

# Headers. The public site runs no inline script or style; Wagtail's admin cannot do without (two policies,
# by path).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
ADMIN_PREFIX = "/admin/"
ADMIN_CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, UNSAFE_INLINE],
        "style-src": [SELF, UNSAFE_INLINE],
        # Pictures are shown before they are uploaded.
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF, "data:"],
        "object-src": [NONE],
        "form-action": [SELF],
        # Previews are framed by the editor.
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
    },
}
FORBIDDEN_FEATURES = [
    *("accelerometer", "browsing-topics", "camera", "geolocation", "gyroscope", "magnetometer", "microphone"),
    *("midi", "payment", "usb"),
]
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"

# Logs: readable lines; production writes JSON. The request's id and the client's address are in each.
LOGGING = logging_settings(
    style=choice("LOG_FORMAT", default="console", among=("console", "json")),
    level=choice("LOG_LEVEL", default="INFO", among=("DEBUG", "INFO", "WARNING", "ERROR")),
    folder=LOG_DIR,
)
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
# Checked before, by `config.request_ids`.
DJANGO_STRUCTLOG_TRUST_UPSTREAM_REQUEST_ID = True
# Asking who is signed in would cost each cached page a query.
DJANGO_STRUCTLOG_USER_ID_FIELD = ""
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
