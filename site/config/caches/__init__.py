"""The cache: a file that all workers of one machine share, or Redis with that file behind it.

docs/decisions/0005-caches-with-fail-over.md tells why neither of Django's own back ends would do.
"""

from pathlib import Path
from typing import Any

# A cache that answers late is worse than none: a request waits for it many times over.
REDIS_TIMEOUT = 0.5


def cache_settings(*, url: str, file: Path) -> dict[str, Any]:
    """Return the entry `default` of Django's CACHES.

    Args:
        url: the address of Redis, which should be a database of its own there; "" for the file alone.
        file: where this machine's own cache lies.
    """
    local = {"BACKEND": "config.caches.sqlite.SqliteCache", "LOCATION": str(file)}
    if not url:
        return local
    redis = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": url,
        "OPTIONS": {"socket_timeout": REDIS_TIMEOUT, "socket_connect_timeout": REDIS_TIMEOUT},
    }
    return {
        "BACKEND": "config.caches.fail_over.FailOverCache",
        "LOCATION": "",
        "OPTIONS": {"PRIMARY": redis, "FALLBACK": local},
    }
