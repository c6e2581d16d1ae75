"""Registers of this app in the workbench."""
