"""The test suite's differences, all of them: fast hashing, tasks at once, a scratch folder a process."""

import atexit
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from config.caches import cache_settings
from config.logs import logging_settings
from config.settings.base import *
from config.settings.search import search_settings

SECRET_KEY = "only-for-tests"  # noqa: S105
DEMONSTRATION = True
# Tests sign officials in without; `tests/accounts/test_second_factor.py` turns it on.
SECOND_FACTOR_REQUIRED = False
PERSONAL_DATA_KEYS = ["only-for-tests"]
PERSONAL_DATA_INDEX_KEY = "only-for-tests"
PAGE_CACHE_STRICT = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# Whatever a run writes goes with its process; two runs, or two workers of one, never meet.
VAR_DIR = Path(tempfile.mkdtemp(prefix="qinhuai-test-"))
atexit.register(shutil.rmtree, VAR_DIR, ignore_errors=True)
MEDIA_ROOT = VAR_DIR / "media"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir()
CACHES = {"default": cache_settings(url="", file=VAR_DIR / "cache.sqlite3")}
# Its own index, as it has its own files; on Elasticsearch, names of its own.
SEARCH = replace(search_settings(VAR_DIR), prefix=VAR_DIR.name.lower().replace("_", "-"))
LOG_DIR = None
LOGGING = logging_settings(style="console", level="WARNING")
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as in `make run`: the server under a browser test has threads with connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}

# Names of files as they are: the manifest would want `collectstatic` before each run.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
