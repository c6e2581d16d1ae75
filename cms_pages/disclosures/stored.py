"""Everything that is stored of a disclosure, one copy after the other, as JSON that can be changed and put
back."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wagtail.models import PageLogEntry, Revision

from media.tables.masking import is_table

if TYPE_CHECKING:
    from cms_pages.models import DisclosurePage

PAGE = "page"
_FIELDS = ("title", "draft_title", "correction_note")

# Where something stands in a copy: names of keys, numbers in lists, `#` and its id for a block.
Path = list[str | int]
# The copy's key, where in it, what stood there, what stands there since.
Patch = tuple[str, Path, Any, Any]


@dataclass(frozen=True)
class StoredCopy:
    """One place where the words of a disclosure are kept.

    Attributes:
        key: names it among the copies of its page.
        data: what is kept, as JSON.
        write: keeps other data instead.
    """

    key: str
    data: dict[str, Any]
    write: Callable[[dict[str, Any]], None]


def copies_of(page: "DisclosurePage") -> Iterator[StoredCopy]:
    """Yield the page as it is now, its revisions, its versions, and all that is shown beside it."""
    from cms_pages.models import CheckRemark

    yield _page_copy(page)
    for revision in Revision.objects.for_instance(page).order_by("pk"):
        yield _revision_copy(revision)
    for version in page.versions.all():
        yield _row_copy("version", version, ("content", "note", "attachments"))
    for objection in page.objections.all():
        yield _row_copy("objection", objection, ("text", "answer"))
    for remark in CheckRemark.objects.filter(check_row__page=page):
        yield _row_copy("remark", remark, ("text", "label"))
    for entry in PageLogEntry.objects.filter(page_id=page.pk):
        yield _row_copy("log", entry, ("label",))
    if page.duty is not None:
        yield _row_copy("duty", page.duty, ("occasion",))


def patches(key: str, before: Any, after: Any, path: Iterable[str | int] = ()) -> Iterator[Patch]:
    """Yield what is different, in the smallest parts that can be put back by themselves: texts, tables, and
    blocks that became others."""
    path = list(path)
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict) and _alike(before, after):
        for name, value in before.items():
            yield from patches(key, value, after[name], [*path, name])
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from patches(key, one, other, [*path, _step(one, number)])
    else:
        yield key, path, before, after


def _alike(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Return whether a dictionary can be put back part by part: no table, and no block of another type."""
    return not is_table(before) and before.get("type") == after.get("type")


def put_back(data: dict[str, Any], wanted: Iterable[Patch]) -> int:
    """Put back into `data` what the patches know of, where nothing was changed since; return how much."""
    done = 0
    for _key, path, before, after in wanted:
        holder, last = data, path[-1]
        for step in path[:-1]:
            holder = _inside(holder, step)
        if _inside(holder, last) == after:
            holder[_place(holder, last)] = before
            done += 1
    return done


def _step(one: Any, number: int) -> str | int:
    return f"#{one['id']}" if isinstance(one, dict) and one.get("id") else number


def _place(holder: Any, step: str | int) -> Any:
    if not isinstance(holder, list):
        return step
    numbers = (number for number, one in enumerate(holder) if _step(one, number) == step)
    return next(numbers, None)


def _inside(holder: Any, step: str | int) -> Any:
    if not isinstance(holder, dict | list):
        return None
    place = _place(holder, step)
    if isinstance(holder, dict):
        return holder.get(place)
    return None if place is None else holder[place]


def _page_copy(page: "DisclosurePage") -> StoredCopy:
    from cms_pages.models import DisclosureAttachment

    names = ("id", "document_id", "element", "sort_order")

    def write(data: dict[str, Any]) -> None:
        kept = {row["id"] for row in data["attachments"]}
        DisclosureAttachment.objects.filter(page=page).exclude(pk__in=kept).delete()
        for row in data["attachments"]:
            DisclosureAttachment.objects.update_or_create(pk=row["id"], defaults={"page": page, **row})
        for name in ("content", *_FIELDS):
            setattr(page, name, data[name])
        page.save(clean=False, update_fields=["content", *_FIELDS])

    data = {name: getattr(page, name) for name in _FIELDS}
    data["content"] = page.content.get_prep_value()
    data["attachments"] = list(DisclosureAttachment.objects.filter(page=page).values(*names))
    return StoredCopy(PAGE, data, write)


def _revision_copy(revision: Revision) -> StoredCopy:
    content = revision.content

    def write(data: dict[str, Any]) -> None:
        revision.object_str = data.pop("object_str")
        revision.content = {
            **content,
            **data,
            "content": json.dumps(data["content"]),
        }
        revision.save(update_fields=["content", "object_str"])

    data = {name: content[name] for name in _FIELDS if isinstance(content.get(name), str)}
    data["content"] = json.loads(content.get("content") or "[]")
    data["attachments"] = content.get("attachments") or []
    data["object_str"] = revision.object_str
    return StoredCopy(f"revision:{revision.pk}", data, write)


def _row_copy(kind: str, row: Any, names: tuple[str, ...]) -> StoredCopy:
    def write(data: dict[str, Any]) -> None:
        for name, value in data.items():
            setattr(row, name, value)
        row.save(update_fields=names)

    return StoredCopy(f"{kind}:{row.pk}", {name: getattr(row, name) for name in names}, write)
