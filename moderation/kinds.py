"""What can be moderated. An app enters each of its kinds in `AppConfig.ready()`; the queue knows no model."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from events.registry import Registry

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from accounts.models import User
    from media.models import Attachment


@dataclass(frozen=True)
class Subject:
    """One thing as a moderator sees it.

    Attributes:
        title: one line.
        text: the words to judge, as they were typed.
        url: where it stands, or stood.
        version: what `decide` gives back, so that nobody decides on words that were changed meanwhile.
        before: the words that were public until now, where they were changed.
        is_public: whether everybody sees it at present.
        is_taken_down: whether everybody saw it once, and it was taken away.
        editable: whether a moderator may change the text before approving it.
        attachments: pictures and files that belong to it.
    """

    title: str
    text: str
    url: str
    version: str
    before: str = ""
    is_public: bool = False
    is_taken_down: bool = False
    editable: bool = False
    attachments: "Sequence[Attachment]" = ()


@dataclass(frozen=True)
class Kind:
    """How one kind of thing is moderated. All are called inside the transaction of the decision.

    Attributes:
        label: what the kind is called in the public log (“话题”, “回帖”).
        load: returns the subjects by key, in a number of queries that does not grow; what is gone is left
            out.
        approve: makes it public; returns what `undo` needs.
        reject: takes it from the public, or keeps it from there; returns what `undo` needs.
        undo: puts it back as it was before the decision.
        hide: takes it from the public until somebody has decided, as three reports do.
        edit: replaces the text by a moderator's (where a subject is editable).
        check_version: raises ValidationError where the thing is no longer as it was when the moderator
            looked.
        tells_author: whether the author hears of a decision from here; not where the kind's app tells.
    """

    label: "str | _StrPromise"
    load: Callable[[Sequence[str]], Mapping[str, Subject]]
    approve: "Callable[[str, User, str, datetime], dict[str, Any]]"
    reject: "Callable[[str, User, str, datetime], dict[str, Any]]"
    undo: "Callable[[str, User, dict[str, Any], datetime], None]"
    hide: "Callable[[str, datetime], None] | None" = None
    edit: "Callable[[str, User, str, datetime], None] | None" = None
    check_version: Callable[[str, str], None] | None = None
    tells_author: bool = True


registry: Registry[Kind] = Registry("moderated kinds")
