"""Screened words: finding them however they are written."""
