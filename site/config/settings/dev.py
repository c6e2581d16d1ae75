"""`make run` on one machine: no server beside it, a secret made on first start, demonstration accounts
allowed.
"""

from config.env import boolean, local_secret_key, text, var_dir
from config.settings.base import *

DEBUG = boolean("DEBUG", default=False)
SECRET_KEY = text("SECRET_KEY") or local_secret_key(var_dir())
DEMONSTRATION = True
PAGE_CACHE_STRICT = DEBUG
