"""What searching needs in memory, loaded once before the server forks, so that its workers share it.

The dictionaries of words, readings and characters take about 60 MB; a worker that loaded them at its first
search would keep them for itself, and that search would wait for them.
"""

from communities.pinyin import syllables
from search import analysis, readings, segmentation


def preload() -> None:
    """Load the dictionaries; the second call does nothing."""
    # First of all: what is left of making it smaller is room for the others.
    syllables("社区服务")
    analysis.fold("社區")
    segmentation.cut("社区服务")
    readings.splits("shequ")
