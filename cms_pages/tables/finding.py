"""Which tables a page has, and under what name each can be asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.blocks import StreamBlock, StreamValue, StructBlock
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


@dataclass(frozen=True, slots=True)
class Place:
    """Where on a page a table can be put: the body itself, or one section of it.

    Attributes:
        key: the name of the field, or the id of the section's block.
        label: what people call it.
    """

    key: str
    label: str


def takes_tables(page: Page) -> bool:
    """Return whether pages of this type can hold typed tables at all."""
    return any(
        _table_name(field.stream_block) or any(map(_inner, field.stream_block.child_blocks.values()))
        for field in page._meta.get_fields()
        if isinstance(field, StreamField)
    )


def places_for_tables(page: Page) -> list[Place]:
    """Return the places of a page that take a table, in the order of the page."""
    places = []
    for field in page._meta.get_fields():
        if not isinstance(field, StreamField):
            continue
        if _table_name(field.stream_block):
            places.append(Place(field.name, str(field.verbose_name)))
        places += [
            Place(child.id, str(child.value.get("name") or child.block.label))
            for child in getattr(page, field.name) or ()
            if child.id and _inner(child.block)
        ]
    return places


def stream_at(page: Page, key: str) -> tuple[Any, str] | None:
    """Return the stream of the place `key`, and what a table is called in it; None where there is none."""
    for field in page._meta.get_fields():
        if not isinstance(field, StreamField):
            continue
        stream = getattr(page, field.name)
        name = _table_name(field.stream_block)
        if field.name == key and name:
            return stream, name
        for child in stream or ():
            inner = _inner(child.block)
            if child.id == key and inner:
                return child.value[inner[0]], inner[1]
    return None


def _inner(block: Any) -> tuple[str, str] | None:
    """Return the part of a section that holds blocks, and what a table is called among them."""
    for part, inside in getattr(block, "child_blocks", {}).items():
        if (
            isinstance(block, StructBlock)
            and isinstance(inside, StreamBlock)
            and (name := _table_name(inside))
        ):
            return part, name
    return None


def _table_name(stream_block: Any) -> str:
    from cms_pages.blocks.tables import TypedTableBlock

    found = (name for name, block in stream_block.child_blocks.items() if isinstance(block, TypedTableBlock))
    return next(found, "")
