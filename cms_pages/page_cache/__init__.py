"""Whole pages kept for visitors, and let go when something that they show has changed.

A view says `mark(request, area)`, and its answer is kept; `bound(request, until)` says when its text will no
longer be true. How the two stay right without listing what each page shows:
docs/decisions/0010-page-cache-generations.md.
"""

from communities.page_marks import bound, exclude, mark

__all__ = ["bound", "exclude", "mark"]
