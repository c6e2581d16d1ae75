"""文件: documents that pages hand out, by their titles and the text in them.

A document is found once for each page that shows it, and by whoever may read that page: its area,
department, readers, dates and place in the tree are the page's.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, ReferenceIndex

from events.prepared import PreparedRows
from media.models import Document
from search import sources
from search.documents import Entry
from search.models import FileUse
from search.sources.base import PageSource, Shown, Source
from search.viewing import Viewing, closed_folders

if TYPE_CHECKING:
    from events.models import Event


# More than these are not passed to an engine (`search.restrictions`).
MOST_CLOSED: Final = 10_000


class FileSource(Source):
    """Files of published pages."""

    kind = "file"
    label = gettext_lazy("文件")
    icon = "file"
    position = 80
    weight = 0.8
    half_life = 365

    @property
    def object_kinds(self) -> frozenset[str]:  # type: ignore[override]
        """Whatever pages are called."""
        return _page_kinds()

    def keys(self) -> list[int]:
        return list(FileUse.objects.order_by("pk").values_list("pk", flat=True))

    def entries(self, pks: Collection[int]) -> Iterator[Entry]:
        uses = list(
            FileUse.objects.exclude(in_closed_folders())
            .filter(pk__in=pks)
            .select_related("document__file_text")
            .order_by("pk")
        )
        shown = {(key, document) for key, document in _references({use.page_key for use in uses})}
        pages = {
            entry.pk: entry
            for source, keys in _by_source({use.page_key for use in uses}).items()
            for entry in source.entries(keys)
        }
        for use in uses:
            page = pages.get(use.page_key)
            if page is None or (use.page_key, use.document_id) not in shown:
                continue
            text = getattr(use.document, "file_text", None)
            yield replace(
                page,
                kind=self.kind,
                pk=use.pk,
                title=use.document.title,
                keywords=page.title,
                body=text.text if text is not None and text.file_name == use.document.file.name else "",
            ).bounded()

    def affected(self, events: "Iterable[Event]") -> set[int]:
        return _uses({int(event.object_id) for event in events if event.object_id.isdecimal()})

    def prepare(self, events: "Iterable[Event] | None") -> None:
        """Note which documents the pages show, and let those be read that never were."""
        if events is None:
            note_uses(None)
            return
        keys = {int(event.object_id) for event in events if event.object_id.isdecimal()}
        for page in Page.objects.filter(pk__in=keys).specific():
            # Wagtail's own entries may still wait for its worker.
            ReferenceIndex.create_or_update_for_object(page)
        note_uses(keys)

    def below(self, page: Page) -> set[int]:
        return _uses(set(Page.objects.descendant_of(page, inclusive=True).values_list("pk", flat=True)))

    def shown(self, pks: Sequence[int], viewing: Viewing) -> dict[int, Shown]:
        uses = list(
            FileUse.objects.exclude(in_closed_folders()).filter(pk__in=pks).select_related("document")
        )
        keys = {use.page_key for use in uses}
        shown = set(_references(keys))
        pages = {
            key: look
            for source, found in _by_source(keys).items()
            for key, look in source.shown(sorted(found), viewing).items()
        }
        return {
            use.pk: replace(
                pages[use.page_key],
                title=use.document.title,
                url=use.document.url,
                owner=_("见“%(page)s”") % {"page": pages[use.page_key].title},
                badges=(),
            )
            for use in uses
            if use.page_key in pages and (use.page_key, use.document_id) in shown
        }

    def titled(self, words: Sequence[str], *, now: datetime, most: int) -> list[int]:
        from django.contrib.auth.models import AnonymousUser

        uses = FileUse.objects.all()
        for word in words:
            uses = uses.filter(document__title__icontains=word)
        keys = list(uses.order_by("-pk").values_list("pk", flat=True)[: most * 2])
        seen = self.shown(keys, Viewing(AnonymousUser(), now))
        return [key for key in keys if key in seen][:most]


def in_closed_folders() -> Q:
    """Return the condition of uses whose document lies in a folder that is not for everybody now; one
    query.
    """
    found = Q(pk__in=[])
    for folder in closed_folders():
        found |= Q(document__collection__path__startswith=folder.collection__path)
    return found


def keys_of_closed_files() -> frozenset[str]:
    """Return the keys of what the index may still have of documents that were deleted or replaced, or lie in
    a folder that is not for everybody; three queries, where no folder is closed.
    """
    pks = [row.pk for question in (_gone, _replaced) for row in question()]
    if closed_folders():
        closed = FileUse.objects.filter(in_closed_folders()).order_by()
        pks += closed.values_list("pk", flat=True)[:MOST_CLOSED]
    return frozenset(f"{FileSource.kind}-{pk}" for pk in pks)


_gone: Final = PreparedRows(
    lambda: (
        FileUse.objects.filter(~Exists(Document.objects.filter(pk=OuterRef("document_id"))))
        .order_by()
        .values_list("pk", named=True)[:MOST_CLOSED]
    )
)
# What was read is not what the file is now.
_replaced: Final = PreparedRows(
    lambda: (
        FileUse.objects.filter(document__file_text__isnull=False)
        .exclude(document__file_text__file_name=F("document__file"))
        .order_by()
        .values_list("pk", named=True)[:MOST_CLOSED]
    )
)


def note_uses(page_keys: Collection[int] | None) -> None:
    """Note which documents the pages (with None all) show now, and queue the reading of those whose file
    was not read yet. What a page
    no longer shows keeps its row until the index has let go of it (`forget_uses`).
    """
    from search.tasks import queue_reading

    found = _references(page_keys)
    FileUse.objects.bulk_create(
        [FileUse(page_key=key, document_id=document) for key, document in found], ignore_conflicts=True
    )
    queue_reading({document for _key, document in found})


def forget_uses() -> int:
    """Forget the uses that are over, once no index has them; return how many."""
    source = sources.sources()[FileSource.kind]
    keys = source.keys()
    kept = {entry.pk for entry in source.entries(keys)}
    over = [key for key in keys if key not in kept]
    return FileUse.objects.filter(pk__in=over).delete()[0]


def _references(page_keys: Collection[int] | None) -> set[tuple[int, int]]:
    """Return which documents the pages show, with None all pages, as pairs of keys; two queries."""
    rows = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(Document),
    )
    if page_keys is not None:
        rows = rows.filter(object_id__in=list(map(str, page_keys)))
    pairs = rows.order_by().values_list("object_id", "to_object_id").distinct()
    held = {(int(key), int(document)) for key, document in pairs}
    there = set(
        Document.objects.filter(pk__in={document for _key, document in held}).values_list("pk", flat=True)
    )
    return {(key, document) for key, document in held if document in there}


def _uses(page_keys: Collection[int]) -> set[int]:
    return set(FileUse.objects.filter(page_key__in=page_keys).values_list("pk", flat=True))


def _page_sources() -> "dict[str, PageSource]":
    return {
        source.model._meta.label_lower: source
        for source in sources.sources().values()
        if isinstance(source, PageSource)
    }


def _page_kinds() -> frozenset[str]:
    return frozenset(_page_sources())


def _by_source(page_keys: Collection[int]) -> "dict[PageSource, set[int]]":
    """Return the pages by the source that finds them; one query."""
    known = _page_sources()
    found: defaultdict[Any, set[int]] = defaultdict(set)
    rows: QuerySet[Any] = Page.objects.filter(pk__in=page_keys).select_related("content_type")
    for page in rows:
        model = page.specific_class
        source = known.get(model._meta.label_lower) if model is not None else None
        if source is not None:
            found[source].add(page.pk)
    return dict(found)


SOURCE = FileSource()
