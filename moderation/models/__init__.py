from moderation.models.log import LogEntry
from moderation.models.queue import Decision, ItemNote, QueueItem, Report
from moderation.models.sanctions import Appeal, Sanction, SanctionMark
from moderation.models.words import ScreenedWord

__all__ = [
    "Appeal",
    "Decision",
    "ItemNote",
    "LogEntry",
    "QueueItem",
    "Report",
    "Sanction",
    "SanctionMark",
    "ScreenedWord",
]
