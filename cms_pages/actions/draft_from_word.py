"""The draft of a page out of what was read of a Word document."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from cms_pages.actions.start_disclosure import start_disclosure
from cms_pages.models import WordImport
from cms_pages.publication.words import MAX_TITLE, title_error
from cms_pages.word.permissions import check_make_draft
from cms_pages.word.pictures import PictureSaid
from cms_pages.word.plan import Plan, resolved
from cms_pages.word.sectioning import put_sections
from cms_pages.word.targets import PAGES, Target
from communities.models import Body
from events.record import record
from media.models import Image
from media.tables.table import Table
from media.validation.images import CleanImageFile
from media.word.blocks import WordDocument


@transaction.atomic
def draft_from_word(
    *,
    actor: User,
    word_import: WordImport,
    title: str,
    tables: Sequence[Table],
    said: Mapping[int, PictureSaid],
    now: datetime,
) -> Page:
    """Make the draft, once; pictures go into the body's folder, without words where none were written.

    Args:
        actor: whoever read the document.
        word_import: what was read.
        title: of the page; a disclosure keeps that of its duty.
        tables: the plan's tables, checked, in its order.
        said: what was said of each picture, by its number.
        now: the present moment.

    Raises:
        PermissionDenied: `actor` may make no draft there (any more), or it is locked.
        ValidationError: the title can't be one, or the duty's period has not begun.
    """
    locked = WordImport.objects.select_for_update().get(pk=word_import.pk)
    target = check_make_draft(actor, locked)
    if locked.page is not None:
        return locked.page
    plan = target.plan(WordDocument.from_json(locked.content))
    if target.duty is None:
        _check_title(title)
    images = _images(locked, plan, target.body, said, actor)
    try:
        page = _page(target, plan, title, tables, images, actor, now)
    except BaseException:
        # The rows go with the transaction, the files do not.
        for image in images.values():
            default_storage.delete(image.file.name or "")
        raise
    locked.page, locked.made_at = page, now
    locked.report = {"left": plan.left, "notes": [*locked.content["notes"], *plan.notes]}
    locked.content = {}
    locked.save(update_fields=["page", "made_at", "report", "content"])
    locked.pictures.all().delete()
    record(
        actor=actor,
        verb="page.drafted_from_word",
        instance=page,
        body_id=target.body.pk,
        changes={"file": [None, locked.file_name]},
        now=now,
    )
    return page


def _page(
    target: Target,
    plan: Plan,
    title: str,
    tables: Sequence[Table],
    images: Mapping[int, Image],
    actor: User,
    now: datetime,
) -> Page:
    pictures = {
        number: {"image": image.pk, "decorative": False, "alt_text": image.description}
        for number, image in images.items()
    }
    kept = [table.as_json() for table in tables]
    if target.duty is None:
        return _new_page(target, plan, title.strip(), resolved(plan.values, kept, pictures), actor)
    page = start_disclosure(actor=actor, duty=target.duty, now=now)
    put_sections(page, resolved(plan.sections, kept, pictures), actor=actor)
    return page


def _check_title(title: str) -> None:
    wrong = title_error(title)
    if wrong:
        raise ValidationError(str(wrong))
    if len(title.strip()) > MAX_TITLE:
        raise ValidationError(_("标题太长，最多%(most)d个字。") % {"most": MAX_TITLE})


def _images(
    word_import: WordImport, plan: Plan, body: Body, said: Mapping[int, PictureSaid], actor: User
) -> dict[int, Image]:
    images: dict[int, Image] = {}
    wanted = set(plan.pictures)
    for picture in word_import.pictures.filter(number__in=wanted):
        told = said.get(picture.number, PictureSaid())
        words = " ".join(told.alternative.split())[:255]
        image = Image(
            title=words or f"{word_import.file_name.rpartition('.')[0]} {picture.number + 1}",
            file=CleanImageFile(picture.name, bytes(picture.data), picture.content_type),
            description=words,
            credit=told.credit,
            people=told.people,
            collection=body.collection,
            uploaded_by_user=actor,
        )
        image.save()
        images[picture.number] = image
    return images


def _new_page(target: Target, plan: Plan, title: str, values: dict[str, Any], actor: User) -> Page:
    parent = target.parent
    if parent is None:
        raise ValidationError(_("栏目已经不在了。"))
    many = {name: values.pop(name) for name in ("contacts",) if name in values}
    page: Page = PAGES[target.kind](
        title=title, live=False, has_unpublished_changes=True, owner=actor, **values
    )
    page.future_parent = parent
    for name, rows in plan.rows.items():
        getattr(page, name).set(rows)
    parent.add_child(instance=page)
    for name, keys in many.items():
        getattr(page, name).set(keys)
    page.save_revision(user=actor, log_action=True, clean=False, changed=False)
    return page
