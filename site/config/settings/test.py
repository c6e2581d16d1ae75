"""The test suite's differences: fast hashing, tasks at once, files in a folder that the run removes."""

import tempfile
from pathlib import Path

from config.settings.base import *

SECRET_KEY = "only-for-tests"  # noqa: S105
DEMONSTRATION = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
MEDIA_ROOT = Path(tempfile.gettempdir()) / "qinhuai-test-media"
# Names of files as they are: the manifest would want `collectstatic` before each run.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
