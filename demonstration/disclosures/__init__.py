"""Demonstration disclosures: quarterly accounts that add up, some late, some returned, some objected to."""

from demonstration.disclosures.load import load

__all__ = ["load"]
