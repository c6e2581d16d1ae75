"""The text of a guide: how it is sorted and searched, and the names of shared facts in it."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from communities.pinyin import syllables

if TYPE_CHECKING:
    from cms_pages.models import GuidePage

# `[[低保标准]]`
REFERENCE: Final = re.compile(r"\[\[\s*([^\[\]\n]{1,30}?)\s*\]\]")
OTHER_LETTER: Final = "#"
LONGEST_KEY: Final = 120
STREAMS: Final = (
    *("legal_basis", "conditions", "materials", "variants", "steps", "pictures", "answers", "questions"),
)
TEXTS: Final = ("what_it_is", "time_note", "fee_text", "fee_basis")


def sort_key_of(title: str) -> tuple[str, str]:
    """Return by what a list in pinyin sorts `title`, and under which letter it stands (`#` for none)."""
    key = " ".join(syllables(title))[:LONGEST_KEY]
    first = key[:1].upper()
    return key, first if "A" <= first <= "Z" else OTHER_LETTER


def texts_of(guide: "GuidePage") -> Iterator[str]:
    """Yield every text of `guide` that people wrote, in the order of the page."""
    for name in TEXTS:
        yield getattr(guide, name)
    for name in STREAMS:
        for block in getattr(guide, name):
            yield from _strings(block.block.get_prep_value(block.value))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        # Items of a list block are wrapped with their type and id.
        for inner in value:
            yield from _strings(inner["value"] if isinstance(inner, Mapping) and "value" in inner else inner)


def text_of(guide: "GuidePage") -> str:
    """Return what words are looked for in, beside title and keywords."""
    return "\n".join(text for text in texts_of(guide) if text)


def references_in(guide: "GuidePage") -> list[str]:
    """Return the names of the shared facts that `guide` refers to, each once, in order."""
    return list(dict.fromkeys(name for text in texts_of(guide) for name in REFERENCE.findall(text)))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with each reference replaced by the fact's value; one that has none shows its name."""
    return REFERENCE.sub(lambda found: values.get(found[1], found[1]), text)
