"""Typed tables on pages: where they stand, how they are handed out, how they get into a draft."""
