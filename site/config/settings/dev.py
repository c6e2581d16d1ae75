"""`make run` on one machine: no server beside it, a secret made on first start, demonstration accounts allowed."""

from config.env import env, local_secret_key, var_dir
from config.settings.base import *

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or local_secret_key(var_dir())
DEMONSTRATION = True
