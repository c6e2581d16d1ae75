"""Demonstration topics: what neighbours of several communities talk about, and what they ask of bodies."""

from demonstration.forum.load import load_forum

__all__ = ["load_forum"]
