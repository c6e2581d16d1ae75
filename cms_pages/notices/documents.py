"""Who may download a file: it is as public as the pages that it goes with."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

from cms_pages.disclosures.put_away import is_put_away
from cms_pages.models import DisclosureMask, DisclosurePage, NoticePage
from cms_pages.notices.permissions import can_see
from communities.models import Body

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def may_download(user: "User | AnonymousUser", document: Any) -> bool:
    """Return whether `user` may have the file `document`.

    A file that notices alone refer to (as an attachment or in their text) goes to whoever may read one of
    them, and to officials who may change or choose it. A file in a body's folder that nothing refers to yet
    belongs to a draft, and is for those officials only; so does what drafts of other pages refer to. What
    else refers to a file is a register's, and public.
    """
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(document), to_object_id=str(document.pk)
    )
    rows = list(references.order_by().values_list("content_type", "object_id").distinct())
    hidden = is_put_away(document)
    if hidden:
        rows = _without_masks(document, rows)
    own = ContentType.objects.get_for_model(NoticePage).pk
    if _is_shown(row for row in rows if row[0] != own):
        return True
    if not rows and not hidden and not Body.objects.filter(collection=document.collection_id).exists():
        return True
    now = timezone.now()
    notices = NoticePage.objects.filter(pk__in=[key for kind, key in rows if kind == own]).select_related(
        "body_owner"
    )
    if any(can_see(user, notice) and _has_begun(notice, now) for notice in notices):
        return True
    policy = policy_registry.get_by_type(type(document))
    return bool(
        user.is_authenticated
        and policy.user_has_any_permission_for_instance(user, ["change", "choose"], document)
    )


def _without_masks(document: Any, rows: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return the references less the masks' own and those of the pages that it was masked in, which the index
    may still know of: it is written after the commit.
    """
    masks = DisclosureMask.objects.in_force().filter(document=document)
    cleaned = {str(key) for key in masks.values_list("page", flat=True)}
    of_masks, of_disclosures = (
        ContentType.objects.get_for_model(model).pk for model in (DisclosureMask, DisclosurePage)
    )
    return [
        (kind, key)
        for kind, key in rows
        if kind != of_masks and not (kind == of_disclosures and key in cleaned)
    ]


def _is_shown(references: Iterable[tuple[int, str]]) -> bool:
    """Return whether something public refers to the file: a published page, or a row of a register."""
    pages = set()
    for kind, key in references:
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is None or not issubclass(model, Page):
            return True
        pages.add(key)
    return Page.objects.live().filter(pk__in=pages).exists()


def _has_begun(notice: NoticePage, now: datetime) -> bool:
    return notice.is_for_committees or notice.listed_from is None or notice.listed_from <= now
