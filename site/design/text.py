"""The one place where people's formatted words become HTML: Markdown, and rich text from editors and files.

Markdown is parsed without HTML, and whatever comes out is cleaned by an allow-list, so that neither a gap in
the parser nor one in the cleaner is enough to get a script through. Nothing loads from another host.
"""

import re
import unicodedata
from functools import cache
from html import escape, unescape
from typing import Final

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_PLAIN_TAGS: Final = {
    *("a", "b", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "hr", "i", "li", "ol", "p", "pre"),
    *("s", "strong", "sub", "sup", "ul"),
}
_TABLE_TAGS: Final = {"caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}
_ATTRIBUTES: Final = {
    "a": {"href", "title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_SCHEMES: Final = {"http", "https", "mailto", "tel"}
# Headings inside somebody's words stand below the page's own two levels.
_HEADING: Final = re.compile(r"(</?)h([1-6])\b")
# Characters that turn the text after them round, or that no font shows; XML can't hold the controls.
_UNSEEN: Final = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069\ufeff]")


def markdown(text: str) -> SafeString:
    """Return people's Markdown as HTML: no images, no HTML of theirs, links marked as not ours.

    Tables and struck-out words are understood; bare addresses become links. Line ends are kept, as people
    who have never heard of Markdown expect.
    """
    return clean_html(_parser().render(without_unseen(text)))


def clean_html(html: str) -> SafeString:
    """Return rich text without anything but text, headings, lists, tables and links.

    Headings come out as h3 and h4. Links to other sites carry `rel="nofollow ugc noopener noreferrer"`.
    """
    lowered = _HEADING.sub(lambda tag: f"{tag[1]}h{3 if int(tag[2]) < 3 else 4}", html)
    cleaned = nh3.clean(
        without_unseen(lowered),
        tags=_PLAIN_TAGS | _TABLE_TAGS,
        clean_content_tags={"script", "style", "template", "noscript", "iframe", "object"},
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="nofollow ugc noopener noreferrer",
        strip_comments=True,
    )
    return mark_safe(cleaned)  # noqa: S308 - it has just been cleaned


def plain_text(html: str) -> str:
    """Return the words of rich text in one line, for summaries and search."""
    spaced = re.sub(r"<(?:/?(?:p|li|h\d|blockquote|tr|td|th)|br)\b", r" \g<0>", html)
    bare = nh3.clean(spaced, tags=set(), clean_content_tags={"script", "style", "template"})
    return " ".join(_unescape(bare).split())


def without_unseen(text: str) -> str:
    """Return `text` without control characters and marks that turn its direction; the rest as it was."""
    return _UNSEEN.sub("", text)


def _unescape(text: str) -> str:
    return unicodedata.normalize("NFC", unescape(text))


def new_parser() -> MarkdownIt:
    """Return a parser of people's Markdown, for whoever adds a rule of their own; clean what it renders."""
    options = {"html": False, "linkify": True, "breaks": True, "typographer": False}
    parser = MarkdownIt("commonmark", options).enable(["linkify", "table", "strikethrough"])
    # Pictures come as checked attachments, never from an address: what stands there is their description.
    parser.add_render_rule("image", lambda _self, tokens, index, *_rest: escape(tokens[index].content))
    return parser


@cache
def _parser() -> MarkdownIt:
    return new_parser()
