"""Reads what the queue's rows are about, kind by kind, in a number of queries that does not grow."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from moderation.kinds import Subject, registry
from moderation.models import QueueItem


@dataclass(frozen=True)
class Line:
    """A row of the queue with its subject; None where the thing itself is gone."""

    item: QueueItem
    label: str
    subject: Subject | None


def is_taken_down(item: QueueItem) -> bool:
    """Return whether what `item` is about was public once and was taken away."""
    [line] = lines([item])
    return line.subject is not None and line.subject.is_taken_down


def lines(items: Iterable[QueueItem]) -> list[Line]:
    """Return `items` with their subjects, in the order given."""
    rows = list(items)
    keys: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        keys[row.object_kind].append(row.object_id)
    subjects: dict[tuple[str, str], Subject] = {}
    labels: dict[str, str] = {}
    for name, wanted in keys.items():
        kind = registry.get(name)
        if kind is None:
            continue
        labels[name] = str(kind.label)
        subjects |= {(name, key): subject for key, subject in kind.load(wanted).items()}
    return [
        Line(row, labels.get(row.object_kind, ""), subjects.get((row.object_kind, row.object_id)))
        for row in rows
    ]
