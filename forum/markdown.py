"""Markdown as people type it → HTML that is safe to show, by the house's one parser and one cleaner.

The forum adds two rules: @names lead to members, and links lose what follows readers. The HTML is made once,
when a post is written, and kept beside it with `VERSION`; `render_posts` makes it anew after a change here.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from design.text import clean_html, new_parser, without_unseen

if TYPE_CHECKING:
    from collections.abc import MutableMapping, Sequence

    from markdown_it.rules_core import StateCore

# Raised when the rules below change.
VERSION: Final = 1
MOST_MENTIONS: Final = 10
# What may follow an @: a user name or a nickname. Chinese is written without blanks, so more may stand
# behind it.
MENTION: Final = re.compile(r"(?<![A-Za-z0-9_@/.])@([\w·-]{2,30})")
SHORTEST_NAME: Final = 2
# Parameters by which other sites follow who clicks.
_TRACKING: Final = re.compile(
    r"^(?:utm_|spm$|scm$|from_wecom$|share_|fbclid$|gclid$|isappinstalled$|scene$|nsukey$)"
)


def render(text: str, people: Mapping[str, int] | None = None) -> str:
    """Return the HTML of `text`.

    Args:
        text: Markdown; a line's end is a line's end.
        people: keys of the persons whom the text may mention, by the name after the @.
    """
    return str(clean_html(_parser().render(without_unseen(text), {"people": people or {}})))


def mentioned_names(text: str) -> list[str]:
    """Return the names that may be meant after the first ten @ in `text`: `@老张来看` may mean 老张, 老张来
    …
    """
    found = list(dict.fromkeys(MENTION.findall(without_unseen(text))))[:MOST_MENTIONS]
    return [name[:length] for name in found for length in range(SHORTEST_NAME, len(name) + 1)]


def link_count(html: str) -> int:
    """Return how many links to other places the HTML of a post has; people named in it don't count."""
    return len(re.findall(r'<a href="(?!/)', html))


def without_tracking(url: str) -> str:
    """Return `url` without the parameters that follow a reader."""
    try:
        parts = urlsplit(url)
        query = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return url
    kept = [(name, value) for name, value in query if not _TRACKING.match(name)]
    if len(kept) == len(query):
        return url
    return urlunsplit(parts._replace(query=urlencode(kept)))


@cache
def _parser() -> MarkdownIt:
    parser = new_parser()
    parser.core.ruler.push("house", _house_rules)
    return parser


def _house_rules(state: "StateCore") -> None:
    """Take from links what follows readers, and turn @names into links."""
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = _with_people(token.children, state.env)


def _with_people(tokens: "Sequence[Token]", env: "MutableMapping[str, Any]") -> list[Token]:
    people: Mapping[str, int] = env["people"]
    found: list[Token] = []
    depth = 0
    bare = False
    for token in tokens:
        if token.type == "link_open":
            depth += 1
            bare = token.info == "auto"
            token.attrSet("href", without_tracking(str(token.attrGet("href") or "")))
        elif token.type == "link_close":
            depth -= 1
        elif token.type == "text" and depth and bare:
            token.content = without_tracking(token.content)
        if token.type == "text" and depth == 0 and people and "@" in token.content:
            found += _mentions(token.content, people)
        else:
            found.append(token)
    return found


def _mentions(text: str, people: Mapping[str, int]) -> list[Token]:
    found: list[Token] = []
    place = 0
    for match in MENTION.finditer(text):
        name = next((match[1][:n] for n in range(len(match[1]), 1, -1) if match[1][:n] in people), None)
        if name is None:
            continue
        found.append(_text(text[place : match.start()]))
        found.append(Token("link_open", "a", 1, attrs={"href": f"/users/{people[name]}/"}))
        found += [_text(f"@{name}"), Token("link_close", "a", -1)]
        place = match.start() + 1 + len(name)
    return [*found, _text(text[place:])]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
