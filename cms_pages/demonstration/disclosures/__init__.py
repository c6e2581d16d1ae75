"""Demonstration disclosures: quarterly accounts that add up, some late, some returned, some objected to."""

from cms_pages.demonstration.disclosures.load import load

__all__ = ["load"]
