"""What a text means, as a direction: a small language model that was taught questions and answers.

`search/data/meaning/README.md` says where it comes from. It reads a text as BERT does: each Chinese
character, and of other words the longest beginnings that its vocabulary has.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import structlog

from search.analysis import fold

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

log = structlog.get_logger(__name__)

# Changes with the model, or with how a text is read: directions made otherwise can't be compared.
VERSION: Final = 1
SIZE: Final = 512
_STEPS: Final = 127
# So many pieces of a text are read; what a page is about stands at its beginning.
LONGEST: Final = 128
_FOLDER: Final = Path(__file__).parents[1] / "data" / "meaning"
_BEGIN: Final = "[CLS]"
_END: Final = "[SEP]"
_UNKNOWN: Final = "[UNK]"
_GOES_ON: Final = "##"
_PIECE: Final = re.compile(r"[a-z0-9]+|\S")
_LONGEST_WORD: Final = 40
# The model was taught to look for answers with these words before a question.
_ASKING: Final = "为这个句子生成表示以用于检索相关文章："


class ModelAway(Exception):  # noqa: N818 - a state, as `EngineAway` is
    """The model can't be loaded, or fails at a text."""


def direction(text: str) -> Any:
    """Return the direction of a document's text: a vector of `SIZE` numbers, float32, of length 1.

    Raises:
        ModelAway: there is no model that works.
    """
    session = _session()
    if session is None:
        raise ModelAway("The model could not be loaded.")
    try:
        return _read(text, session)
    except Exception as error:
        log.exception("search_model_failed")
        raise ModelAway(str(error)) from error


def _read(text: str, session: "InferenceSession") -> Any:
    import numpy as np

    vocabulary = _vocabulary()
    pieces = [
        vocabulary[piece] for piece, _place in zip(_pieces(fold(text)), range(LONGEST - 2), strict=False)
    ]
    ids = np.array([[vocabulary[_BEGIN], *pieces, vocabulary[_END]]], dtype=np.int64)
    given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    (states,) = session.run(["last_hidden_state"], given)
    # The first piece stands for the whole.
    found: Any = states[0, 0]
    return found / np.linalg.norm(found)


@lru_cache(maxsize=1000)
def direction_of_words(text: str) -> Any:
    """Return the direction of something short, which is asked for again.

    Raises:
        ModelAway: there is no model that works.
    """
    return direction(text)


def direction_of_question(question: str) -> Any:
    """Return where the answers of a question lie: between what it says itself and what the model was taught
    to say of a question. Both together tell what answers it from what does not better than either.

    Raises:
        ModelAway: there is no model that works.
    """
    return (direction_of_words(question) + direction_of_words(_ASKING + question)) / 2


def steps_of(direction: Any) -> bytes:
    """Return a direction in whole steps, a byte each: near enough to compare, a quarter as large."""
    import numpy as np

    scaled: Any = np.rint(direction * (_STEPS / np.abs(direction).max()))
    return bytes(scaled.astype(np.int8).tobytes())


@cache
def _vocabulary() -> dict[str, int]:
    pieces = (_FOLDER / "vocabulary.txt").read_text(encoding="utf-8").split("\n")
    return {piece: number for number, piece in enumerate(pieces)}


@cache
def _session() -> "InferenceSession | None":
    """Return the model; None, which is logged once, where the process can't load it."""
    try:
        _vocabulary()
        return _loaded()
    except Exception:
        log.exception("search_model_not_loaded")
        return None


def _loaded() -> "InferenceSession":
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    # In the thread that asks: threads of its own would not live on in a worker that is forked.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # What a text needed is given back after it, and the weights stay in a file that all processes share: each
    # could copy them into an order that is a third faster.
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    options.add_session_config_entry("session.disable_prepacking", "1")
    return InferenceSession(_FOLDER / "model.onnx", options, providers=["CPUExecutionProvider"])


def _pieces(folded: str) -> Iterator[str]:
    vocabulary = _vocabulary()
    for found in _PIECE.finditer(folded):
        word, start = found[0][:_LONGEST_WORD], 0
        while start < len(word):
            lead = _GOES_ON if start else ""
            end = next((n for n in range(len(word), start, -1) if lead + word[start:n] in vocabulary), 0)
            yield lead + word[start:end] if end else _UNKNOWN
            start = end or len(word)
