"""Residents who only talk: nobody can sign in as one of them."""

from datetime import date
from typing import Final

from accounts.models import User
from communities.choices import Role
from communities.models import Body, Membership

SINCE: Final = date(2026, 1, 1)


def resident(username: str, nickname: str, body: Body) -> User:
    """Return the resident of that name in the community of `body`, made where they are missing."""
    person, is_new = User.objects.get_or_create(
        username=username, defaults={"nickname": f"{nickname}（演示）", "is_demonstration": True}
    )
    if is_new:
        person.set_unusable_password()
        person.save(update_fields=["password"])
    Membership.objects.get_or_create(
        user=person, body=body, role=Role.RESIDENT, valid_until=None, defaults={"valid_from": SINCE}
    )
    return person
