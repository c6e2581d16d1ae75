"""Catalogue items, and what is owed under them."""

import datetime

import factory
from factory.django import DjangoModelFactory

from cms_pages.actions.decide_check import decide_check
from cms_pages.actions.start_disclosure import start_disclosure
from cms_pages.actions.submit_disclosure import submit_disclosure
from cms_pages.models import DisclosureAttachment, DisclosureIndexPage, DisclosurePage
from disclosure.choices import CountsFrom, Cycle, DisclosureKind
from disclosure.clock import DateTable
from disclosure.elements import Element
from disclosure.models import DisclosureDuty, DisclosureItem
from disclosure.periods import Period


class DisclosureItemFactory(DjangoModelFactory):
    """A committee's own item, disclosed at once; without `body`, one of the standard."""

    class Meta:
        model = DisclosureItem

    kind = DisclosureKind.AFFAIRS
    title = factory.Sequence(lambda n: f"自定事项{n}")
    elements = factory.LazyFunction(lambda: [Element("事由").as_json(), Element("结果").as_json()])
    legal_basis = "居民代表会议决定"
    cycle = Cycle.AT_ONCE
    counts_from = CountsFrom.START
    limit_days = 5
    counted_from = datetime.date(2026, 1, 1)


class OccasionFactory(DjangoModelFactory):
    """A duty that an occasion of 2026-11-20 gave rise to."""

    class Meta:
        model = DisclosureDuty

    item = factory.SubFactory(DisclosureItemFactory, body=factory.SelfAttribute("..body"))
    starts_on = datetime.date(2026, 11, 20)
    ends_on = factory.SelfAttribute("starts_on")
    occasion = "三号楼屋面维修"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        dates = DateTable().dates(
            Period(kwargs["starts_on"], kwargs["ends_on"]),
            counts_from=CountsFrom.START,
            limit_days=kwargs["item"].limit_days,
        )
        found = {name: getattr(dates, name) for name in ("opens_on", "due_on", "very_late_after")}
        return super()._create(model_class, *args, **kwargs, **found)


def disclosures_of(district, slug=""):
    """Return the disclosures page of the place."""
    return DisclosureIndexPage.objects.child_of(district.page(slug)).get()


def filled(
    page, *, words="本季度收支两清，已经居民代表核对。", rows=(("物业补贴", 1250000), ("活动支出", 830000))
):
    """Fill every section of a draft, words for text and a table of money for a table; it is not saved."""
    page = page.get_latest_revision_as_object()
    content = []
    for section in page.content:
        value = section.get_prep_value()
        is_table = any(block.block_type == "table" for block in section.value["content"])
        block = section.value["content"][0]
        value["value"]["content"] = [
            {"type": "table", "id": block.id, "value": money_table(rows)}
            if is_table
            else {"type": "paragraph", "id": block.id, "value": f"<p>{words}</p>"}
        ]
        content.append(value)
    page.content = content
    return page


def money_table(rows):
    """Return a table of two columns, with its total."""
    total = sum(amount for _name, amount in rows)
    return {
        "caption": "明细",
        "columns": [
            {"title": "项目", "kind": "text", "unit": "", "role": ""},
            {"title": "金额", "kind": "money", "unit": "", "role": ""},
        ],
        "rows": [list(row) for row in rows],
        "totals": [None, total],
        "totals_label": "合计",
        "note": "",
        "rule": "",
        "chart": "",
    }


def submitted(duty, *, writer, now, **how):
    """Begin, fill and submit the disclosure of a duty; return its check."""
    page = start_disclosure(actor=writer, duty=duty, now=now)
    draft = filled(page, **how)
    draft.save_revision(user=writer, clean=False)
    return submit_disclosure(actor=writer, page=DisclosurePage.objects.get(pk=page.pk), now=now)


def published(duty, *, writer, supervisor, now, **how):
    """The same, let pass by a supervisor; return the page."""
    check = submitted(duty, writer=writer, now=now, **how)
    decide_check(actor=supervisor, check=check, passes=True, remarks={}, now=now)
    return DisclosurePage.objects.get(pk=check.page_id)


def corrected(page, *, writer, supervisor, now, note="金额写错，已更正", attach=None, **how):
    """Publish a correction of a disclosure; return the page."""
    draft = filled(page, **how)
    draft.correction_note = note
    if attach is not None:
        draft.attachments.add(DisclosureAttachment(document=attach))
    draft.save_revision(user=writer, clean=False)
    check = submit_disclosure(actor=writer, page=DisclosurePage.objects.get(pk=page.pk), now=now)
    decide_check(actor=supervisor, check=check, passes=True, remarks={}, now=now)
    return DisclosurePage.objects.get(pk=page.pk)
