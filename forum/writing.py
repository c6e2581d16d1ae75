"""What is asked of every text before it is kept: length, screened words, pace, and whether somebody looks
first.
"""

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from design.formatting import safe_text
from events.prepared import PreparedRows, slot
from forum.choices import Moderation, State, Trust
from forum.markdown import link_count, mentioned_names, render
from forum.models import Board, Member, Post
from forum.models.topics import LONGEST_TEXT, LONGEST_TITLE
from forum.permissions import can_moderate_board
from moderation.choices import Cause, Treatment
from moderation.screening.screen import screen

SHORTEST_TITLE: Final = 4
# First-day limits (the house's figures for new members).
FIRST_DAY: Final = timedelta(hours=24)
FIRST_DAY_TOPICS: Final = 3
FIRST_DAY_REPLIES: Final = 10
FIRST_DAY_LINKS: Final = 2
# Flood: whoever writes faster than this is a script or a double click.
PAUSE: Final = timedelta(seconds=10)
MOST_AN_HOUR: Final = 60
SAME_TEXT_WITHIN: Final = timedelta(hours=24)
# From so many links on, what somebody without standing writes is looked at first.
MANY_LINKS: Final = 3


@dataclass
class Draughted:
    """A text that may be kept.

    Attributes:
        text: as it is kept, with masked words covered.
        html: what is shown.
        people: whom it mentions, by name.
        causes: why somebody should look first; none where it is published at once.
        words: the screened words found.
    """

    text: str
    html: str
    digest: str
    people: dict[str, int]
    causes: list[Cause] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


def clean_title(title: str) -> str:
    """Return a title on one line.

    Raises:
        ValidationError: too short, too long, or with words that may not be published.
    """
    title = " ".join(safe_text(title).split())
    if len(title) < SHORTEST_TITLE:
        raise ValidationError({"title": _("标题至少%(least)d个字。") % {"least": SHORTEST_TITLE}})
    if len(title) > LONGEST_TITLE:
        raise ValidationError({"title": _("标题最多%(most)d个字。") % {"most": LONGEST_TITLE}})
    return title


def draught(
    *,
    text: str,
    title: str = "",
    board: Board,
    author: User,
    member: Member | None,
    is_change: bool = False,
    is_private: bool = False,
    has_files: bool = False,
) -> Draughted:
    """Return `text` as it may be kept, and why somebody should look first.

    Args:
        text: Markdown.
        title: of the topic, which is screened with it.
        board: where it is to stand; its setting decides.
        author: who writes.
        member: their standing; None for somebody who has not written yet.
        is_change: whether it changes something that stands there already.
        is_private: whether it is a letter that only its writer and an office read: no word is screened,
            nothing waits, and no moderator gets to see it.
        has_files: whether it comes with new pictures or files, which no list of words can judge.

    Raises:
        ValidationError: empty, too long, too many links for a first day, or with words that may not be
        published.
    """
    text = safe_text(text.replace("\r\n", "\n")).strip()
    if not text:
        raise ValidationError({"text": _("请写内容。")})
    if len(text) > LONGEST_TEXT:
        raise ValidationError({"text": _("最多%(most)d个字。") % {"most": LONGEST_TEXT}})
    if is_private:
        people = people_named(text)
        return Draughted(text=text, html=render(text, people), digest=digest_of(text), people=people)
    found = screen(text)
    in_title = screen(title)
    words = sorted({*found.words, *in_title.words})
    if Treatment.BLOCK in (found.treatment, in_title.treatment):
        raise ValidationError({"text": _("含有不能发布的词：%s。请修改后再发。") % "、".join(words)})
    text = found.masked[:LONGEST_TEXT]
    people = people_named(text)
    html = render(text, people)
    links = link_count(html)
    trust = Trust(member.trust) if member is not None else Trust.NEW
    keeps_order = can_moderate_board(author, board)
    if trust == Trust.NEW and links > FIRST_DAY_LINKS and not keeps_order and not is_change:
        raise ValidationError({"text": _("新成员一帖最多放%(most)d个链接。") % {"most": FIRST_DAY_LINKS}})
    causes: list[Cause] = []
    if not keeps_order:
        if Treatment.QUEUE in (found.treatment, in_title.treatment) or in_title.treatment == Treatment.MASK:
            causes.append(Cause.WORDS)
        if board.moderation == Moderation.BEFORE:
            causes.append(Cause.BOARD)
        if board.moderation == Moderation.RISK and trust == Trust.NEW:
            causes += [Cause.NEWCOMER] if links or has_files else []
        if links >= MANY_LINKS and trust < Trust.TRUSTED:
            causes.append(Cause.LINKS)
    return Draughted(
        text=text,
        html=html,
        digest=digest_of(text),
        people=people,
        causes=causes,
        words=words if causes else [],
    )


def digest_of(text: str) -> str:
    """Return what tells two texts apart but for blanks."""
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()[:32]


def people_named(text: str) -> dict[str, int]:
    """Return the keys of the people whom `text` mentions by user name or nickname; one query, or none.

    A nickname that several people have names none of them.
    """
    names = mentioned_names(text)
    if not names:
        return {}
    rows = User.objects.filter(Q(username__in=names) | Q(nickname__in=names), is_active=True)
    by_name: dict[str, set[int]] = {}
    for pk, username, nickname in rows.values_list("pk", "username", "nickname")[:50]:
        for name in {username, nickname} & set(names):
            by_name.setdefault(name, set()).add(pk)
    return {name: keys.pop() for name, keys in by_name.items() if len(keys) == 1}


# By the index: whoever has written thousands of posts is not looked through for them.
_newest = PreparedRows(
    lambda: (
        Post.objects.filter(author_id=slot("author"))
        .order_by("-pk")
        .values_list("pk", "written_at", "digest", "number", "state", "token", named=True)[: MOST_AN_HOUR + 1]
    )
)


def newest_of(author: User) -> Sequence[Any]:
    """Return what is asked of the newest posts of `author`, the newest first. One query."""
    return _newest(author=author.pk)


def check_pace(
    *,
    author: User,
    member: Member | None,
    digest: str,
    is_topic: bool,
    keeps_order: bool,
    now: datetime,
    newest: Sequence[Any] | None = None,
) -> None:
    """Stop who writes too fast, the same again, or too much on their first day.

    Args:
        author: who writes.
        member: their standing; None before their first post.
        digest: of the text.
        is_topic: whether it starts a topic.
        keeps_order: whether they are a moderator, whom only a repetition stops.
        now: the present moment.
        newest: of `newest_of`, where the caller has read them; one query where not.

    Raises:
        ValidationError: what the matter is, and when they may go on.
    """
    rows = newest_of(author) if newest is None else newest
    recent = [row for row in rows if row.written_at > now - SAME_TEXT_WITHIN and row.state != State.DELETED]
    if digest in {row.digest for row in recent}:
        raise ValidationError({"text": _("同样的内容您在一天之内已经发过了。")})
    if keeps_order:
        return
    if recent and timedelta(0) <= now - recent[0].written_at < PAUSE:
        raise ValidationError(_("发得太快了，请等%(seconds)d秒再发。") % {"seconds": PAUSE.seconds})
    if sum(now - row.written_at < timedelta(hours=1) for row in recent) >= MOST_AN_HOUR:
        raise ValidationError(_("一小时内发得太多了，请过一会儿再发。"))
    if _is_first_day(member, now):
        topics = sum(row.number == 1 for row in recent)
        if is_topic and topics >= FIRST_DAY_TOPICS:
            raise ValidationError(
                _("第一天最多发%(most)d个话题，明天就没有这个限制了。") % {"most": FIRST_DAY_TOPICS}
            )
        if not is_topic and len(recent) - topics >= FIRST_DAY_REPLIES:
            raise ValidationError(
                _("第一天最多回复%(most)d次，明天就没有这个限制了。") % {"most": FIRST_DAY_REPLIES}
            )


# A tag is part of its page's address.
_TAG: Final = re.compile(r"[\w·+-]*\w[\w·+-]*")


def _is_first_day(member: Member | None, now: datetime) -> bool:
    return member is None or member.first_post_at is None or now - member.first_post_at < FIRST_DAY


def clean_tags(names: Collection[str], *, most: int = 5) -> list[str]:
    """Return tags in their usual form, each once.

    Raises:
        ValidationError: more than `most`, or one that is too long or screened, or that no address can carry.
    """
    cleaned = list(dict.fromkeys(" ".join(safe_text(name).split()).lstrip("#") for name in names))
    cleaned = [name for name in cleaned if name]
    if len(cleaned) > most:
        raise ValidationError({"tags": _("最多%(most)d个标签。") % {"most": most}})
    for name in cleaned:
        if len(name) > 20:
            raise ValidationError({"tags": _("一个标签最多20个字。")})
        if not _TAG.fullmatch(name):
            raise ValidationError({"tags": _("标签里只能有文字、数字和“-”“+”“·”。")})
        if screen(name).treatment is not None:
            raise ValidationError({"tags": _("标签里有不合适的词。")})
    return cleaned


def mention_rows(people: Mapping[str, int], author: User) -> list[int]:
    """Return the keys of the people mentioned, without the author."""
    return sorted({*people.values()} - {author.pk})
