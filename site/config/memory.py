"""What a process frees goes back to the machine.

glibc keeps it, in a heap for each thread: two workers of four threads that had each taken in a few large
pictures kept 190 MB which nothing used (`make fault ARGS=pictures`).
"""

import ctypes
from typing import Final

# <malloc.h>: how many heaps there are, from which size on a piece is taken from the machine by itself and
# given back when it is freed, and how much may lie free at a heap's end.
_ARENA_MAX: Final = -8
_MMAP_THRESHOLD: Final = -3
_TRIM_THRESHOLD: Final = -1
_HEAPS: Final = 2
_LARGE: Final = 256 * 1024


def give_back() -> None:
    """Have freed memory given back from now on; nothing where the machine's library is another."""
    try:
        set_option = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return
    for option, value in ((_ARENA_MAX, _HEAPS), (_MMAP_THRESHOLD, _LARGE), (_TRIM_THRESHOLD, _LARGE)):
        set_option(option, value)
