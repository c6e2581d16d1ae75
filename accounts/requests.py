"""The request of somebody who is signed in, for annotations: no visitor gets past `views.me.private`."""

from django.http import HttpRequest

from accounts.models import User


class SignedInRequest(HttpRequest):
    """A request whose user is an account. Never made; Django's own requests are annotated with it."""

    user: User
