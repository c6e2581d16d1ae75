"""The posts of a topic's page as HTML, written by hand.

A page has twenty of them, each with up to eight buttons. Drawn by a template they took half of the page's
processor time, in looking up variables and words twenty times over; here the words are looked up once a page,
and a post is one pass over strings. Everything that people wrote goes through `escape`, but for the HTML that
`forum.markdown` has cleaned.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import escape
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy

from design.templatetags.design import icon_html


@dataclass(frozen=True)
class Page:
    """What the posts of one page have in common.

    Attributes:
        address: of the topic.
        accepted: key of the answer that was accepted.
        is_member: whether a member reads it, who gets buttons.
        may_reply: whether they may write here.
        may_accept: whether they say which reply was the answer.
        csrf_token: of the member's forms.
    """

    address: str
    accepted: int | None
    is_member: bool = False
    may_reply: bool = False
    may_accept: bool = False
    csrf_token: str = ""

    @property
    def words(self) -> Mapping[str, str]:
        """The words that posts share, in the reader's language, safe to be put into HTML."""
        return _words(get_language() or "")

    @cached_property
    def csrf(self) -> str:
        """The hidden field of each form."""
        return f'<input type="hidden" name="csrfmiddlewaretoken" value="{escape(self.csrf_token)}">'


_WORDS = {
    "floor": gettext_lazy("楼"),
    "label": gettext_lazy("%(number)s楼 %(author)s"),
    "answers": gettext_lazy("回复%(number)s楼 %(author)s"),
    "desk": gettext_lazy("%(body)s代办"),
    "gone": gettext_lazy("这一楼%(state)s。"),
    "official": gettext_lazy("官方答复"),
    "starter": gettext_lazy("楼主"),
    "accepted": gettext_lazy("采纳"),
    "liked": gettext_lazy("已赞"),
    "like": gettext_lazy("赞"),
    "reply": gettext_lazy("回复"),
    "quote": gettext_lazy("引用"),
    "accept": gettext_lazy("采纳"),
    "unaccept": gettext_lazy("取消采纳"),
    "edit": gettext_lazy("修改"),
    "hide": gettext_lazy("隐藏"),
    "restore": gettext_lazy("恢复显示"),
    "delete": gettext_lazy("删除"),
    "report": gettext_lazy("举报"),
    "edited": gettext_lazy("改过"),
    "times": gettext_lazy("次"),
    "changed": gettext_lazy("有修改待审核"),
}
_ICONS = ("badge-check", "circle-check", "thumbs-up", "check")


@lru_cache
def _words(_language: str) -> Mapping[str, str]:
    """Return the words in the present language, whose name is what they are kept by."""
    return {key: escape(str(word)) for key, word in _WORDS.items()}


def draw(rows: Sequence[dict[str, Any]], page: Page) -> None:
    """Add to each row of `forum.views.topics.post_row` its `head` and `tail`: the article before and after
    what a template puts between, which is the poll of a first post.
    """
    icons = _icons()
    for row in rows:
        row["head"] = mark_safe(_head(row, page, icons))  # noqa: S308 - made of escaped parts only
        row["tail"] = mark_safe(f"{_actions(row, page, icons)}</article>")  # noqa: S308 - the same


def _icons() -> Mapping[str, str]:
    return {name: icon_html(name) for name in _ICONS}


def _head(row: Mapping[str, Any], page: Page, icons: Mapping[str, str]) -> str:
    words, number, author = page.words, row["number"], escape(row["author"])
    is_accepted = row["pk"] == page.accepted
    classes = f"post{' post_official' if row['body'] else ''}{' post_accepted' if is_accepted else ''}"
    label = words["label"] % {"number": number, "author": author}
    parts = [
        f'<article class="{classes}" id="post-{number}" aria-label="{label}">',
        f'<p class="post__meta"><a class="post__author" href="{row["author_url"]}">{author}</a>',
    ]
    if row["body"]:
        parts.append(
            f'<span class="badge badge_answered">{icons["badge-check"]}{escape(row["body"])} '
            f"{words['official']}</span>"
        )
    if row["desk"]:
        desk = words["desk"] % {"body": escape(row["desk"])}
        parts.append(f'<span class="post__mark">{desk}</span>')
    if row["is_starter"]:
        parts.append(f'<span class="post__mark">{words["starter"]}</span>')
    if is_accepted:
        parts.append(f'<span class="badge badge_answered">{icons["circle-check"]}{words["accepted"]}</span>')
    if row["waits"]:
        parts.append(f'<span class="badge badge_due">{escape(row["waits"])}</span>')
    parts.append(
        f'<time datetime="{row["iso"]}">{row["at"]}</time>'
        f'<a class="post__number" href="{row["url"]}">{number}{words["floor"]}</a></p>'
    )
    if row["reply_to"]:
        answered = row["reply_to"]
        to = words["answers"] % {"number": answered["number"], "author": escape(answered["author"])}
        parts.append(f'<p class="post__to"><a href="{row["to_url"]}">{to}</a></p>')
    if row["trace"]:
        parts.append(f'<p class="muted">{words["gone"] % {"state": escape(row["trace"])}}</p>')
    else:
        parts.append(f'<div class="prose people-text">{row["html"]}</div>')
    return "".join(parts)


def _actions(row: Mapping[str, Any], page: Page, icons: Mapping[str, str]) -> str:
    if not page.is_member:
        return _figures(row, page, icons)
    if row["trace"] and not (row["may_edit"] or row["may_restore"]):
        return ""
    words, url, here = page.words, row["url"], not row["trace"]
    parts = ['<div class="post__actions">', _like(row, page, icons)]
    if page.may_reply and here:
        to = f"{page.address}reply/?to={row['pk']}"
        parts.append(f'<a href="{to}">{words["reply"]}</a><a href="{to}&amp;quote=1">{words["quote"]}</a>')
    if row["may_accept"]:
        button = f'<button type="submit">{icons["check"]}{words["accept"]}</button>'
        parts.append(f'<form action="{url}accept/" method="post">{page.csrf}{button}</form>')
    elif page.may_accept and row["pk"] == page.accepted:
        button = f'<button type="submit" name="accepted" value="0">{words["unaccept"]}</button>'
        parts.append(f'<form action="{url}accept/" method="post">{page.csrf}{button}</form>')
    if row["may_edit"]:
        parts.append(f'<a href="{url}edit/">{words["edit"]}</a>')
    if row["may_hide"]:
        parts.append(f'<a href="{url}hide/">{words["hide"]}</a>')
    if row["may_restore"]:
        parts.append(f'<a href="{url}restore/">{words["restore"]}</a>')
    if row["may_delete"]:
        parts.append(f'<a href="{url}delete/">{words["delete"]}</a>')
    if row["may_report"]:
        parts.append(f'<a href="{url}report/">{words["report"]}</a>')
    if row["edited"]:
        parts.append(f'<a href="{url}history/">{words["edited"]}{row["edited"]}{words["times"]}</a>')
    if row["changed"]:
        parts.append(f'<span class="muted">{words["changed"]}</span>')
    return f"{''.join(parts)}</div>"


def _like(row: Mapping[str, Any], page: Page, icons: Mapping[str, str]) -> str:
    likes = str(row["likes"] or "") if not row["trace"] else ""
    if row["own"] or row["waits"] or row["trace"]:
        return f"<span>{icons['thumbs-up']}{likes}</span>" if likes else ""
    liked = row["liked"]
    return (
        f'<form action="{row["url"]}like/" method="post">{page.csrf}'
        f'<button type="submit" name="liked" value="{0 if liked else 1}" aria-pressed="{str(liked).lower()}">'
        f"{icons['thumbs-up']}{page.words['liked' if liked else 'like']} {likes}</button></form>"
    )


def _figures(row: Mapping[str, Any], page: Page, icons: Mapping[str, str]) -> str:
    """Return what a visitor sees below a post: how many like it, and that it was changed."""
    parts = []
    if row["likes"]:
        parts.append(f"<span>{icons['thumbs-up']}{row['likes']}</span>")
    if row["edited"]:
        parts.append(f'<span class="muted">{page.words["edited"]}</span>')
    return f'<p class="post__actions">{"".join(parts)}</p>' if parts else ""
