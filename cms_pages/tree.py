"""Many new pages in one go, as a district comes with hundreds.

`add_child` costs some twenty queries a page (validation, slug check, log, reference index). Here a batch of
pages of one type costs two; paths and numbers of children are what treebeard would have computed.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F, Max
from django.db.models.functions import Substr
from wagtail.models import Locale, Page

BATCH = 500


@transaction.atomic
def add_pages(pages: Sequence[tuple[Page, Page]], *, now: datetime) -> None:
    """Save new live pages below their parents, in the order given.

    Args:
        pages: pairs of a saved parent and an unsaved page with title and slug; slugs are free among their
            siblings.
        now: when they were published, where they don't say so themselves.
    """
    if not pages:
        return
    locale = Locale.get_default()
    last_step = _last_steps({parent.pk: parent for parent, _page in pages})
    for parent, page in pages:
        last_step[parent.path] += 1
        page.depth = parent.depth + 1
        page.path = Page._get_path(parent.path, page.depth, last_step[parent.path])
        page.numchild = 0
        page.locale = locale
        page.draft_title = page.title
        page.live = True
        page.first_published_at = page.first_published_at or now
        page.last_published_at = page.last_published_at or page.first_published_at
        page.set_url_path(parent)
    _insert([page for _parent, page in pages])
    _count_children(Counter(parent.pk for parent, _page in pages))


def _last_steps(parents: dict[int, Page]) -> dict[str, int]:
    """Return the number of the last child under each path that has children."""
    found: dict[str, int] = defaultdict(int)
    for depth in {parent.depth for parent in parents.values()}:
        length = depth * Page.steplen
        rows = (
            Page.objects.filter(depth=depth + 1)
            .annotate(parent_path=Substr("path", 1, length))
            .order_by()
            .values_list("parent_path")
            .annotate(last=Max("path"))
        )
        for parent_path, last in rows:
            found[parent_path] = Page._str2int(last[length:])
    return found


def _insert(pages: list[Page]) -> None:
    names = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    rows = [Page(**{name: getattr(page, name) for name in names}) for page in pages]
    Page.objects.bulk_create(rows, batch_size=BATCH)
    by_type: dict[type[Page], list[Page]] = defaultdict(list)
    for row, page in zip(rows, pages, strict=True):
        page.id = page.page_ptr_id = row.pk
        by_type[type(page)].append(page)
    for model, own in by_type.items():
        _insert_own_rows(model, own)


def _insert_own_rows(model: type[Page], pages: list[Page]) -> None:
    """Write the rows of the page type's own table; Django's `bulk_create` does not know how to, as the
    parent's
    rows are there.
    """
    fields = model._meta.local_concrete_fields
    for page in pages:
        for field in fields:
            setattr(page, field.attname, field.pre_save(page, add=True))
    size = connection.ops.bulk_batch_size(fields, pages)
    for start in range(0, len(pages), size):
        model._base_manager._insert(
            pages[start : start + size], fields=fields, using=connection.alias, raw=True
        )
        for page in pages[start : start + size]:
            page._state.adding = False
            page._state.db = connection.alias


def _count_children(added: Counter[int]) -> None:
    by_number: dict[int, list[int]] = defaultdict(list)
    for pk, number in added.items():
        by_number[number].append(pk)
    for number, keys in by_number.items():
        for start in range(0, len(keys), BATCH):
            Page.objects.filter(pk__in=keys[start : start + BATCH]).update(numchild=F("numchild") + number)
