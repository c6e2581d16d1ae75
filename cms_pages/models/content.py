"""What pages below a column share: whose they are, how their address is called, that they are made once."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms_pages.models.base import BasePage
from communities.models import Body, BodyPage
from communities.pinyin import slug_base, unique_slug


class ContentPage(BasePage):
    """A page that somebody writes, in the list of an area or of a department.

    A subclass has a key `body_owner` to the body that answers for the page (`owner_key`), and fills what its
    lists need in `derive`. Its form is a `ContentPageForm`. Where it has addresses of its own below it,
    `route` finds them.
    """

    body_owner: "models.ForeignKey[Body, Body]"

    # One form of “new page” makes one page, however often it is sent (`cms_pages.publication.submissions`).
    submission_token = models.UUIDField(_("提交编号"), null=True, unique=True, editable=False)

    # Where a page that is not in the tree yet will lie; the editor's form says so.
    future_parent: Page | None = None
    # What the address is called where nothing of the title can be read aloud, and what it may not be called.
    slug_fallback: ClassVar[str] = "page"
    reserved_slugs: ClassVar[frozenset[str]] = frozenset()

    subpage_types: ClassVar[list[str]] = []
    promote_panels: ClassVar[list[Any]] = []
    exclude_fields_in_copy: ClassVar[list[str]] = ["submission_token"]

    class Meta:
        abstract = True

    def derive(self) -> None:
        """Fill the fields that lists sort and search by from those that people write."""

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.ensure_slug()
        super().full_clean(*args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save; area and owner are the parent's, and what lists need is derived, whatever was set."""
        if kwargs.get("update_fields") is None:
            self.ensure_slug()
            self.belong_to(self.get_parent().specific)
            self.derive()
        return super().save(*args, **kwargs)

    def belong_to(self, parent: Page) -> None:
        """Take area and owner from the list that the page lies in (see `BodyPage` for whose it is)."""
        self.area = parent.area
        owner = (
            BodyPage.objects.filter(page__in=parent.get_ancestors(inclusive=True), body__area=parent.area)
            .select_related("body__area")
            .order_by("-page__depth")
            .first()
        )
        if owner is not None:
            self.body_owner = owner.body

    def ensure_slug(self) -> None:
        """Name the address after the title, in pinyin: readable, and it stays when the title of a published
        page is corrected.
        """
        if self.slug or not self.title:  # type: ignore[has-type]
            return
        parent = self.get_parent() if self.path else self.future_parent
        siblings = parent.get_children().exclude(pk=self.pk) if parent else Page.objects.none()
        self.slug = unique_slug(
            slug_base(self.title),
            taken={*siblings.values_list("slug", flat=True), *self.reserved_slugs},
            fallback=self.slug_fallback,
        )

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """Show a version that is not published; nobody keeps the answer."""
        if not self.area_id:
            self.belong_to(self.get_parent().specific)
        response = super().serve_preview(request, mode_name)
        response.headers["Cache-Control"] = "private, no-store"
        return response


def owner_key(label: Any, related_name: str) -> "models.ForeignKey[Body, Body]":
    """Return the key to the body that answers for a page, called `label`."""
    key: models.ForeignKey[Body, Body] = models.ForeignKey(
        Body, verbose_name=label, on_delete=models.PROTECT, related_name=related_name, editable=False
    )
    # “Used in” lists what people linked to.
    key.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    return key
