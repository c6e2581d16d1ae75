"""Some fifty services in all nine kinds: real rules of opening, every status, ratings, a proposal that waits."""

from demonstration.services.load import load

__all__ = ["load"]
