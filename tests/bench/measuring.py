"""How the processor time of something is taken."""

import statistics
import time
from collections.abc import Callable

ROUNDS = 40


def processor_milliseconds(act: Callable[[], object], *, rounds: int = ROUNDS) -> float:
    """Return the median processor time of `act` in milliseconds, after one turn to warm up."""
    act()
    taken = []
    for _round in range(rounds):
        begun = time.process_time()
        act()
        taken.append(time.process_time() - begun)
    return statistics.median(taken) * 1000
