"""A public server: everything that must be decided by its operator comes from the environment, or the start stops."""

from config.env import required
from config.settings.base import *

SECRET_KEY = required("SECRET_KEY", "Make one with `make secret` and keep it out of the repository.")
DEMONSTRATION = False
