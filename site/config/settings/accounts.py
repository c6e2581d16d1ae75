"""Accounts, signing in and lock-out: settings of Django's auth, allauth and axes."""

from datetime import timedelta

from config.env import http_url, integer, listing, mail, pairs, subset, text

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "communities.backends.RoleBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "accounts.password_rules.NotLikeTheName",
        "OPTIONS": {"user_attributes": ("username", "nickname", "email")},
    },
    {"NAME": "accounts.password_rules.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "accounts.password_rules.NotCommon"},
    {"NAME": "accounts.password_rules.NotOnlyDigits"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/me/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.entrance.SignInForm",
    "signup": "accounts.forms.entrance.SignUpForm",
    "change_password": "accounts.forms.entrance.ChangePasswordForm",
    "reauthenticate": "accounts.forms.entrance.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
# A sensitive change wants the password, or the second factor, of the last ten minutes.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
# Counted in the cache, they would lock everybody out while it is away; ours count in the database.
ACCOUNT_RATE_LIMITS = False
# Failures within 15 minutes: of one name from one address, and of all names from one address.
AXES_HANDLER = "accounts.lockout.LockoutHandler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "ip_address"]
AXES_FAILURE_LIMIT = 5
LOCKOUT_ADDRESS_LIMIT = 50
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "accounts.lockout.locked_out"
AXES_USERNAME_CALLABLE = "accounts.lockout.typed_username"
AXES_CLIENT_IP_CALLABLE = "accounts.client_address.client_address"
# Who signed in is an event; axes' own rows would be a second copy of names and addresses.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_SENSITIVE_PARAMETERS = [
    *("username", "ip_address", "login", "nickname", "csrfmiddlewaretoken"),
    *("oldpassword", "password1", "password2", "contact", "code"),
]
# The second factor: an authenticator app, with codes on paper for the day that the phone is lost. Whoever may
# enter the workbench must have it, on every way in; only a demonstration goes without (check accounts.E002).
SECOND_FACTOR_REQUIRED = True
MFA_ADAPTER = "accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# A code counts half a minute longer, for clocks that are a little slow.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "accounts.forms.second_factor.AuthenticateForm",
    "reauthenticate": "accounts.forms.second_factor.ReauthenticateForm",
    "activate_totp": "accounts.forms.second_factor.ActivateForm",
}
# Names and numbers of people are encrypted with the first key; those after it still decrypt. The index key
# makes fingerprints, by which a number is found again (docs/decisions/0061-personal-data-at-rest.md).
PERSONAL_DATA_KEYS = listing("PERSONAL_DATA_KEYS")
PERSONAL_DATA_INDEX_KEY = text("PERSONAL_DATA_INDEX_KEY")
# Text messages: without an address they go to the console.
TEXT_GATEWAY_URL = http_url("TEXT_GATEWAY_URL")
TEXT_GATEWAY_KEY = text("TEXT_GATEWAY_KEY")
TEXT_GATEWAY_TEMPLATES = pairs("TEXT_GATEWAY_TEMPLATES")
TEXT_GATEWAY_SIGNATURE = text("TEXT_GATEWAY_SIGNATURE")
# Mails: the same. A server that does not answer within ten seconds is tried again later, by the task worker.
vars().update(mail("EMAIL_URL"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = text("MAIL_FROM", default="webmaster@localhost")
# The page that shows what was sent; only where DEBUG is on.
OUTBOX_PAGE = False
# How somebody must be known before they may write where everybody reads: by a phone that they confirmed, at
# the desk of their committee, or either.
POSTING_CONFIRMATIONS = subset("POSTING_CONFIRMATIONS", default=("phone", "desk"), among=("phone", "desk"))
# How many proxies of our own stand before the site and append to X-Forwarded-For.
TRUSTED_PROXY_COUNT = integer("TRUSTED_PROXY_COUNT", default=0)
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
# What a browser is known by in which somebody has signed in before.
DEVICE_COOKIE_NAME = "device"
CSRF_FAILURE_VIEW = "design.views.errors.csrf_failure"
