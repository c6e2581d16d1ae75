"""Objections in the moderators' queue: those in whose words a screened one was found.

The street's moderators look, never the committee's own: a committee does not decide what is read against it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cms_pages.actions.set_objection_words import set_objection_words
from cms_pages.choices import WordsState
from cms_pages.models import DisclosureObjection
from moderation.kinds import Kind, Subject, registry

KIND = "cms_pages.disclosureobjection"


def _load(keys: Sequence[str]) -> Mapping[str, Subject]:
    rows = DisclosureObjection.objects.filter(pk__in=keys).select_related("page")
    return {
        str(row.pk): Subject(
            title=_("对“%(page)s”的异议") % {"page": row.page.title},
            text=row.text,
            url=f"{row.page.get_url() or ''}#objection-{row.pk}",
            version=row.words_state,
            is_public=row.words_state == WordsState.SHOWN and row.answered_at is not None,
        )
        for row in rows
    }


def _set(key: str, actor: User | None, state: WordsState, now: datetime) -> dict[str, Any]:
    before = DisclosureObjection.objects.get(pk=key).words_state
    set_objection_words(actor=actor, objection_id=int(key), state=state, now=now)
    return {"words_state": before}


def _approve(key: str, actor: User, _reason: str, now: datetime) -> dict[str, Any]:
    return _set(key, actor, WordsState.SHOWN, now)


def _reject(key: str, actor: User, _reason: str, now: datetime) -> dict[str, Any]:
    return _set(key, actor, WordsState.WITHHELD, now)


def _undo(key: str, actor: User, before: dict[str, Any], now: datetime) -> None:
    _set(key, actor, WordsState(before["words_state"]), now)


def _check_version(key: str, version: str) -> None:
    """Stop a decision on what somebody else decided meanwhile.

    Raises:
        ValidationError: they did.
    """
    if not DisclosureObjection.objects.filter(pk=key, words_state=version).exists():
        raise ValidationError(_("这条异议刚刚处理过，请重新看过再决定。"))


registry.register(KIND)(
    Kind(
        label=gettext_lazy("异议"),
        load=_load,
        approve=_approve,
        reject=_reject,
        undo=_undo,
        check_version=_check_version,
    )
)
