"""The privacy notice: its versions, and whether somebody has agreed to the present one.

Each version is a template, `accounts/privacy/<version>.html`, that is never changed once people have agreed
to it: new words are a new version, and whoever agreed to an older one is asked again.
"""

from typing import Final

from accounts.choices import ConsentPurpose
from accounts.models import Consent, User

# Newest first, by the day from which it holds.
VERSIONS: Final = ("2026-11-26",)
CURRENT: Final = VERSIONS[0]


def version_of(purpose: ConsentPurpose) -> str:
    """Return the version whose words somebody agrees to today; all purposes are told in the one notice."""
    return CURRENT


def has_agreed(user: User) -> bool:
    """Return whether `user` has agreed to the present version."""
    return Consent.objects.filter(
        user=user, purpose=ConsentPurpose.PRIVACY, version=CURRENT, withdrawn_at=None
    ).exists()
