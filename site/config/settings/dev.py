"""`make run` on one machine: no server beside it, a secret made on first start, demonstration accounts
allowed.
"""

from config.env import boolean, local_secret_key, text, var_dir
from config.settings.base import *

DEBUG = boolean("DEBUG", default=False)
SECRET_KEY = text("SECRET_KEY") or local_secret_key(var_dir())
DEMONSTRATION = True
# Demonstration accounts share a password that stands in the README: a second factor would protect nothing.
SECOND_FACTOR_REQUIRED = False
PERSONAL_DATA_KEYS = PERSONAL_DATA_KEYS or [SECRET_KEY]
PERSONAL_DATA_INDEX_KEY = PERSONAL_DATA_INDEX_KEY or SECRET_KEY
OUTBOX_PAGE = DEBUG
PAGE_CACHE_STRICT = DEBUG
