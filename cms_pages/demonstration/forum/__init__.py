"""Demonstration topics: what neighbours of several communities talk about, and what they ask of bodies."""

from cms_pages.demonstration.forum.load import load_forum

__all__ = ["load_forum"]
