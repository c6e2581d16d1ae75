"""What a disclosure must have before it may be published."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from cms_pages.disclosures.differences import stream_of
from cms_pages.disclosures.masking import picture_keys
from cms_pages.disclosures.outline import TABLE, Section, outline, text_of
from cms_pages.publication.errors import PublicationError
from cms_pages.publication.pictures import unspoken_pictures
from disclosure.choices import ElementForm
from disclosure.elements import Element
from disclosure.models import DisclosureDuty
from media.tables.values import MASKED

if TYPE_CHECKING:
    from cms_pages.models import DisclosureMask, DisclosurePage


def disclosure_errors(page: "DisclosurePage", *, now: datetime) -> list[PublicationError]:
    """Return what keeps `page` from being published at `now`, in the order of the editor's form."""
    return [
        *_duty_errors(page, now),
        *_note_errors(page),
        *_element_errors(page),
        *_mask_errors(page),
        *_picture_errors(page),
    ]


def period_error(duty: DisclosureDuty, now: datetime) -> str:
    """Return why nothing can be disclosed for the duty's period yet; "" where it can."""
    today = timezone.localdate(now)
    if today < duty.starts_on:
        return _("%(period)s还没有开始，不能公开。") % {"period": duty.period_words}
    if today < duty.opens_on:
        return _("%(period)s还没有结束，%(day)s起才能公开。") % {
            "period": duty.period_words,
            "day": duty.opens_on,
        }
    return ""


def _duty_errors(page: "DisclosurePage", now: datetime) -> Iterator[PublicationError]:
    if page.duty is None:
        yield PublicationError(_("这一项已不再要求公开，请删除草稿。"))
    elif page.first_published_at is None and (wrong := period_error(page.duty, now)):
        yield PublicationError(wrong)


def _note_errors(page: "DisclosurePage") -> Iterator[PublicationError]:
    if page.first_published_at is None or page.pk is None:
        return
    newest = page.versions.order_by("-number").first()
    note = page.correction_note.strip()
    if not note or (newest is not None and newest.note == note):
        yield PublicationError(_("缺更正说明：写明这次改了哪里、为什么改。"), "correction_note")


def _mask_errors(page: "DisclosurePage") -> Iterator[PublicationError]:
    """Yield what would hide something without a reason, or show again what was masked."""
    lines = "\n".join(text_of(page.content))
    newest = page.versions.order_by("-number").first() if page.pk else None
    public = "\n".join(text_of(stream_of(newest))) if newest is not None else ""
    if lines.count(MASKED) > public.count(MASKED):
        yield PublicationError(_("不能自己写“〔已隐去〕”：公开以后用“隐去个人信息”，写明理由。"), "content")
    if any(_shows(page, mask, lines) for mask in (page.masks.in_force() if page.pk else ())):
        yield PublicationError(_("又写上了已经隐去的内容，请改掉；确实要公开的，先恢复那次隐去。"), "content")


def _shows(page: "DisclosurePage", mask: "DisclosureMask", lines: str) -> bool:
    """Return whether `page` has in it what was masked: a form that was open meanwhile brings it back."""
    if mask.picture_id is not None:
        return mask.picture_id in picture_keys(page.content.get_prep_value())
    if mask.document_id is not None:
        return any(row.document_id == mask.document_id for row in page.attachments.all())
    return mask.text in lines


def _element_errors(page: "DisclosurePage") -> Iterator[PublicationError]:
    if page.duty is None:
        return
    sections = outline(page.content)
    by_name: dict[str, Section] = {}
    for section in sections:
        if section.name in by_name:
            yield PublicationError(_("“%(name)s”写了两处，请合为一处。") % {"name": section.name}, "content")
        by_name[section.name] = section
    with_files = {row.element.strip() for row in page.attachments.all()}
    missing = [
        element.name
        for element in page.duty.item.element_list
        if element.is_required and not _is_there(element, by_name.get(element.name), with_files)
    ]
    for name in missing:
        yield PublicationError(_("缺“%(name)s”。") % {"name": name}, "content")
    yield from _form_errors(page.duty.item.element_list, by_name, set(missing))


def _picture_errors(page: "DisclosurePage") -> Iterator[PublicationError]:
    count = unspoken_pictures(page.content)
    if count:
        yield PublicationError(
            _("有%(count)d张图片没有替代文字：用一句话说明图里有什么。") % {"count": count}, "content"
        )


def _is_there(element: Element, section: Section | None, with_files: set[str]) -> bool:
    if element.form == ElementForm.FILE:
        return element.name in with_files
    return section is not None and not section.is_blank


def _form_errors(
    elements: list[Element], by_name: dict[str, Section], missing: set[str]
) -> Iterator[PublicationError]:
    for element in elements:
        section = by_name.get(element.name)
        if element.form != ElementForm.TABLE or section is None or section.is_blank:
            continue
        if element.name not in missing and not any(part.kind == TABLE for part in section.parts):
            yield PublicationError(
                _("“%(name)s”要用表格公开，请在这一要素里加“数据表”。") % {"name": element.name}, "content"
            )
