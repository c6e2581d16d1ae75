"""How residents say what pages call by other words: a phrasebook, looked up by what a question means.

Two ways of asking the same lie nearer each other than a question and the text that answers it. Of the phrases
that lie near a question, the official words beside them are looked for, too (`search.meaning.answers`), and
its answers are looked for somewhat nearer to them. Phrases of other worlds have no such words.

Each line of `search/data/meaning/phrases.tsv` is a phrase and, behind a tab, official words for it, parted by
blanks. `manage.py search_phrases` writes their directions after a line was changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import structlog

from search.meaning import model
from search.meaning.table import Table

log = structlog.get_logger(__name__)

_PHRASES: Final = Path(__file__).parents[1] / "data" / "meaning" / "phrases.tsv"
_DIRECTIONS: Final = _PHRASES.with_suffix(".npz")
# So near a phrase must lie; what lies much farther than the nearest says nothing beside it.
_NEAR: Final = 0.6
_BESIDE_NEAREST: Final = 0.06
_MOST: Final = 3
_LOOKED_AT: Final = 12
# Nearer than any phrase of this world by so much, one of another world tells where a question belongs.
_CLEARLY: Final = 0.03
# A phrase that lies nearer than the first is somewhat sure, and one as near as the second wholly.
_DOUBTFUL: Final = 0.5
_SURE: Final = 0.8
# How far towards the official words answers are looked for, and those of how many phrases.
_TOWARDS: Final = 0.3
_FOLLOWED: Final = 2


@dataclass(frozen=True)
class Meant:
    """What the phrasebook says of a question.

    Attributes:
        official: what pages may call it, the likeliest first, each with how sure that is, up to 1.
        is_elsewhere: it belongs to another world.
    """

    official: tuple[tuple[str, float], ...] = ()
    is_elsewhere: bool = False


@lru_cache(maxsize=200)
def meant(question: str) -> Meant:
    """Return what the phrasebook says of a question; nothing, where there is no phrasebook.

    Raises:
        ModelAway: there is no model that works.
    """
    direction = model.direction_of_words(question)
    table, officials = _book()
    near = table.near(direction, _NEAR, _LOOKED_AT, ())
    phrases = {key: close for key, close in near.items() if officials[key]}
    elsewhere = max((close for key, close in near.items() if key not in phrases), default=0.0)
    nearest = max(phrases.values(), default=_NEAR)
    kept = [(key, close) for key, close in phrases.items() if close >= nearest - _BESIDE_NEAREST][:_MOST]
    return Meant(
        official=tuple((officials[key], _sureness(close)) for key, close in kept),
        is_elsewhere=elsewhere > nearest + _CLEARLY,
    )


def direction_of_question(question: str) -> Any:
    """Return where the answers of a question lie, with what the phrasebook says of it.

    Raises:
        ModelAway: there is no model that works.
    """
    import numpy as np

    own = model.direction_of_question(question)
    followed = meant(question).official[:_FOLLOWED]
    towards = [sureness * model.direction_of_words(official) for official, sureness in followed]
    if not towards:
        return own
    turned = own + _TOWARDS * sum(towards) / len(towards)
    # How near documents lie is compared with what holds without any phrase.
    return turned * (np.linalg.norm(own) / np.linalg.norm(turned))


def _sureness(close: float) -> float:
    return min((close - _DOUBTFUL) / (_SURE - _DOUBTFUL), 1.0)


@cache
def _book() -> tuple[Table, dict[str, str]]:
    """Return the directions of all phrases, and the official words of each, "" for one of another world;
    none, which is logged once, where they can't be read or are those of other phrases.
    """
    try:
        return _read()
    except Exception:
        log.exception("search_phrasebook_not_loaded")
        return Table(), {}


def _read() -> tuple[Table, dict[str, str]]:
    import numpy as np

    if kept_digest() != digest():
        raise ValueError("The directions are those of other phrases: run `manage.py search_phrases`.")
    officials = {str(number): official for number, (_phrase, official) in enumerate(phrases())}
    table = Table()
    with np.load(_DIRECTIONS) as kept:
        table.put(zip(officials, map(bytes, kept["steps"]), strict=True))
    return table, officials


def phrases() -> Iterator[tuple[str, str]]:
    """Yield each phrase with its official words, "" for one of another world."""
    for line in _PHRASES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            phrase, _tab, official = line.partition("\t")
            yield phrase, official


def digest() -> str:
    """Return what tells two states of the phrases, as the model reads them, apart."""
    said = "\n".join(phrase for phrase, _official in phrases())
    return sha256(f"{model.VERSION} {said}".encode()).hexdigest()


def kept_digest() -> str:
    """Return the digest of the phrases whose directions are kept."""
    import numpy as np

    with np.load(_DIRECTIONS) as kept:
        return str(kept["digest"])


def write() -> int:
    """Write the directions of all phrases; return how many they are.

    Raises:
        ModelAway: there is no model that works.
    """
    import numpy as np

    steps = [model.steps_of(model.direction(phrase)) for phrase, _official in phrases()]
    rows = np.frombuffer(b"".join(steps), np.int8).reshape(-1, model.SIZE)
    np.savez(_DIRECTIONS, steps=rows, digest=digest())
    return len(steps)
