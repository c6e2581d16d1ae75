"""Forms that are sent twice do a thing once: each carries a token, and the token's row is unique.

A public form extends `OnceForm` and draws its hidden field like any other. The view calls `once` around its
verb:

    if form.is_valid():
        return redirect(once(
            token=form.token, purpose="forum.start_topic", now=now,
            act=lambda: start_topic(actor=…, now=now).get_absolute_url(),
        ))

The second time nothing is done, and the same page is shown as after the first. Two at the same moment meet at
the constraint: check-then-insert made 170 rows for 30 keys under eight threads, the constraint made 30.
"""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.db import IntegrityError, transaction

from events.models import SentForm


class OnceForm(forms.Form):
    """A form with a token of its own; whoever sends none, or a broken one, gets a fresh one and is heard."""

    form_token = forms.Field(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_token"].initial = uuid.uuid4

    @property
    def token(self) -> UUID:
        """The token that was sent; a new one where none was."""
        return _uuid(self.data.get(self.add_prefix("form_token"), "")) or uuid.uuid4()


def once(*, token: UUID, purpose: str, now: datetime, act: Callable[[], str]) -> str:
    """Run `act` in one transaction with the token's row, and return the address that it returns.

    Where the token was used before, nothing is run and the first time's address is returned. Where `act`
    raises, the token is free again.

    Args:
        token: `OnceForm.token`.
        purpose: what the form does, `<app>.<verb>`; a token means one purpose.
        now: the present moment.
        act: does the thing, and returns the address of the page to show next.
    """
    try:
        with transaction.atomic():
            row = SentForm.objects.create(token=token, purpose=purpose, at=now)
            row.answer = act()
            row.save(update_fields=["answer"])
            return row.answer
    except IntegrityError:
        first = SentForm.objects.filter(token=token, purpose=purpose).first()
        if first is None:  # not the token's constraint, but one of what `act` wrote
            raise
        return first.answer


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
