"""What residents say and are asked in the demonstration: errors found, consultations; and who works where."""

from demonstration.voices.load import load

__all__ = ["load"]
