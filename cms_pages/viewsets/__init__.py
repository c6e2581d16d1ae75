"""Registers of pages in the workbench."""
