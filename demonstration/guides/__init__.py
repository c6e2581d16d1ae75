"""Demonstration guides: some three dozen matters of everyday life, as a district's departments would word them.

Elements, time limits and figures are made to be true to life; none of them is the law.
"""

from demonstration.guides.load import load

__all__ = ["load"]
