"""Which tables a page has, and under what name each can be asked for."""

from collections.abc import Iterator
from typing import Any

from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page

from media.tables.table import Table


def tables_of(page: Page) -> Iterator[tuple[str, Table]]:
    """Give the tables of a page with their block's id, in the order of the page.

    A page type that hides parts of its body from the public gives what remains as `public_streams()`.
    """
    given = getattr(page, "public_streams", None)
    streams = given() if callable(given) else _streams(page)
    for stream in streams:
        for child in stream:
            if isinstance(child.value, Table) and child.id:
                yield child.id, child.value


def name_of(page: Page, table: Table) -> str:
    """Return the id of the block that holds this very `table`; "" where it is none of the page's."""
    return next((name for name, other in tables_of(page) if other is table), "")


def _streams(page: Page) -> Iterator[Any]:
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            value = getattr(page, field.name)
            if isinstance(value, StreamValue):
                yield value


def place_for_table(page: Page) -> tuple[str, str] | None:
    """Return the field of the page that takes typed tables, and what the block is called there."""
    from cms_pages.blocks.tables import TypedTableBlock

    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            for name, block in field.stream_block.child_blocks.items():
                if isinstance(block, TypedTableBlock):
                    return field.name, name
    return None
