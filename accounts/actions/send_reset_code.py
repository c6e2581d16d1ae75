"""A code for a new password, for whoever has a number or an address: the part that nobody waits for."""

from datetime import datetime

from accounts import pace
from accounts.actions.send_code import issue_code
from accounts.choices import CodePurpose, ContactKind
from accounts.models import Contact, User


def send_reset_code(*, actor: User | None, kind: ContactKind, value: str, now: datetime) -> bool:
    """Send a code to the account's owner, if there is one, and return whether there was.

    The task worker does it, so that no answer is a moment later where there is an account.

    Args:
        actor: nobody; whoever asked has proved nothing yet.
        kind: phone or mail.
        value: as `contact_values` keeps it.
        now: the present moment.
    """
    contact = Contact.objects.of_value(kind, value).select_related("user").first()
    if contact is None or not contact.user.is_active:
        return False
    try:
        # By number or address it was counted when it was asked for.
        pace.count("send_code", now=now, person=contact.user.pk)
    except pace.TooOftenError:
        return False
    issue_code(actor=actor, user=contact.user, purpose=CodePurpose.RESET, kind=kind, value=value, now=now)
    return True
