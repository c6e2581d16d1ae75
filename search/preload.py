"""What searching needs in memory, loaded once before the server forks, so that its workers share it.

The dictionaries of words, readings and characters take about 60 MB, the model of what texts mean half a
second: a worker that loaded them at its first search would keep them for itself, and that search would wait.
"""

from contextlib import suppress

from communities.pinyin import syllables
from search import analysis, readings, segmentation
from search.meaning import model, phrasebook


def preload() -> None:
    """Load dictionaries and model; the second call does nothing. Without the model, words are found."""
    # First of all: what is left of making it smaller is room for the others.
    syllables("社区服务")
    analysis.fold("社區")
    segmentation.cut("社区服务")
    readings.splits("shequ")
    with suppress(model.ModelAway):
        phrasebook.meant("社区服务")
