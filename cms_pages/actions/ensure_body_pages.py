"""Says which pages a body's officials work on."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from wagtail.models import Page

from cms_pages.columns import open_columns
from cms_pages.models import DepartmentGuidesPage, DepartmentNoticesPage, GuideIndexPage, NoticeIndexPage
from cms_pages.models.base import ColumnPage
from cms_pages.models.guides.lists import RESERVED_SLUGS
from cms_pages.tree import BATCH, add_pages
from communities.choices import BodyKind
from communities.models import Body, BodyPage
from communities.pinyin import slug_base, unique_slug

# The columns of the district in which each department has its own subtree.
DEPARTMENT_PAGES: tuple[tuple[type[ColumnPage], type[ColumnPage]], ...] = (
    (NoticeIndexPage, DepartmentNoticesPage),
    (GuideIndexPage, DepartmentGuidesPage),
)


@transaction.atomic
def ensure_body_pages(*, actor: None, bodies: Sequence[Body], now: datetime) -> None:
    """Write the missing `BodyPage` rows of `bodies`, and make a department's own pages where they are
    missing.

    A committee works on its community's front page and all below it; a street office on the street's columns
    (its front page would give it the pages of all its communities, too); the district's office on everything;
    a department on its own pages within the district's columns. Other bodies have no pages.

    Args:
        actor: nobody; the event of the change to the bodies tells who made it.
        bodies: bodies whose areas have their pages.
        now: when a department's pages are published.
    """
    held = set(BodyPage.objects.values_list("page_id", flat=True))
    bodies = list(Body.objects.filter(pk__in=[body.pk for body in bodies]).select_related("area"))
    of_area = [
        BodyPage(body=body, page_id=body.area.page_id)
        for body in bodies
        if body.kind in (BodyKind.COMMITTEE, BodyKind.DISTRICT_OFFICE) and body.area.page_id
    ]
    of_columns = _column_rows([body for body in bodies if body.kind == BodyKind.STREET_OFFICE])
    of_departments = _department_rows([b for b in bodies if b.kind == BodyKind.DEPARTMENT], now)
    new: dict[int, BodyPage] = {}
    for row in (*of_area, *of_columns, *of_departments):
        if row.page_id not in held:
            new.setdefault(row.page_id, row)
    BodyPage.objects.bulk_create(new.values(), batch_size=BATCH)


def _column_rows(offices: list[Body]) -> list[BodyPage]:
    office_of_area = {body.area_id: body for body in offices}
    return [
        BodyPage(body=office_of_area[area_id], page_id=page_id)
        for column in open_columns()
        for page_id, area_id in column.page_model.objects.filter(area__in=office_of_area).values_list(
            "pk", "area_id"
        )
    ]


def _department_rows(departments: list[Body], now: datetime) -> list[BodyPage]:
    return [
        row
        for column_model, model in DEPARTMENT_PAGES
        for row in _rows_in_column(departments, column_model, model, now)
    ]


def _rows_in_column(
    departments: list[Body], column_model: type[ColumnPage], model: type[ColumnPage], now: datetime
) -> list[BodyPage]:
    has_pages = set(
        BodyPage.objects.filter(body__in=departments, page__in=model.objects.values("pk")).values_list(
            "body_id", flat=True
        )
    )
    rows = []
    for body in departments:
        column = column_model.objects.filter(area=body.area_id).first()
        if body.pk in has_pages or column is None:
            continue
        name = body.short_name or body.name
        page = model(
            title=name,
            slug=unique_slug(
                slug_base(name),
                taken=RESERVED_SLUGS | set(column.get_children().values_list("slug", flat=True)),
                fallback=f"department-{body.pk}",
            ),
            area=body.area,
        )
        add_pages([(Page.objects.get(pk=column.pk), page)], now=now)
        rows.append(BodyPage(body=body, page_id=page.pk))
    return rows
