"""A public server: everything that must be decided by its operator comes from the environment, or the start
stops.
"""

from django.core.exceptions import ImproperlyConfigured

from config.env import POSTGRESQL_EXAMPLE, boolean, choice, hosts, integer, log_dir, required, site_url
from config.logs import logging_settings
from config.settings.base import *

SECRET_KEY = required("SECRET_KEY", "Make one with `make secret` and keep it out of the repository.")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is shorter than 50 characters. Make one with `make secret`.")
ALLOWED_HOSTS = hosts(
    "ALLOWED_HOSTS", "Name the hosts that the site answers for: www.example.gov.cn,example.gov.cn"
)
SITE_URL = site_url("SITE_URL", default=f"https://{ALLOWED_HOSTS[0].lstrip('.')}", secure=True)
WAGTAILADMIN_BASE_URL = SITE_URL
required("DATABASE_URL", f"Point it at the site's database: {POSTGRESQL_EXAMPLE}")
DEMONSTRATION = False
for _name, _keys in (
    ("PERSONAL_DATA_KEYS", PERSONAL_DATA_KEYS),
    ("PERSONAL_DATA_INDEX_KEY", [PERSONAL_DATA_INDEX_KEY]),
):
    if not _keys or any(len(key) < 50 for key in _keys):
        raise ImproperlyConfigured(
            f"{_name} is not set, or shorter than 50 characters. Make one with `make secret`, and keep a "
            "copy apart from the database's: without it names and numbers can't be read any more."
        )

# Only HTTPS, from the first byte on. The proxy in front tells by its header that the visitor came that way.
TRUSTED_PROXY_COUNT = integer("TRUSTED_PROXY_COUNT", default=1)
SECURE_SSL_REDIRECT = boolean("SECURE_SSL_REDIRECT", default=True)
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = integer("SECURE_HSTS_SECONDS", default=31_536_000, least=1)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
DEVICE_COOKIE_NAME = "__Host-device"
SILENCED_SYSTEM_CHECKS = [
    # The admin frames its previews; no other host may frame anything.
    "security.W019",
    # The list that browsers ship is joined for a whole domain, which is not the site's to decide.
    "security.W021",
]

LOG_DIR = log_dir(default=VAR_DIR / "logs")
LOGGING = logging_settings(
    style=choice("LOG_FORMAT", default="json", among=("console", "json")),
    level=choice("LOG_LEVEL", default="INFO", among=("DEBUG", "INFO", "WARNING", "ERROR")),
    folder=LOG_DIR,
)
