"""Asking for a code for a new password."""

from datetime import datetime

from accounts import pace
from accounts.choices import ContactKind
from accounts.encryption import encrypt
from accounts.models import User


def ask_for_reset(*, actor: User | None, kind: ContactKind, value: str, now: datetime) -> None:
    """Have the task worker send a code to whoever has the number or address.

    What is done here is the same whether anybody has it or not, and so is how long it takes.

    Args:
        actor: nobody, as a rule: they forgot their password.
        kind: phone or mail.
        value: as `contact_values` keeps it.
        now: the present moment.

    Raises:
        TooOftenError: so many were asked for that the next has to wait.
    """
    from accounts.tasks import look_whose

    pace.count("send_code", now=now, contact=f"{kind} {value}")
    # Encrypted, as the row of a task lies in the database for a while.
    look_whose.enqueue(kind=str(kind), encrypted_value=encrypt(value))
