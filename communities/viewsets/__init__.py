"""Registers of the officials' workbench."""
