"""One disclosure of a committee."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Page, Revision, Workflow
from wagtail.url_routing import RouteResult

from cms_pages.blocks.disclosures import DisclosureBodyBlock
from cms_pages.disclosures.panels import GuidancePanel
from cms_pages.disclosures.readiness import disclosure_errors
from cms_pages.forms.disclosures import DisclosurePageForm
from cms_pages.models.content import ContentPage, owner_key
from cms_pages.permissions import DisclosurePermissionTester
from cms_pages.publication.errors import PublicationError, PublicationRefused
from cms_pages.querysets.disclosures import DisclosureManager
from disclosure.models import DisclosureDuty

OBJECT, VERSIONS, COMPARE, PRINT = "object", "versions", "compare", "print"
SHEET = "cms_pages/disclosure_page/sheet.html"
STAYS = _("公开过的内容不能撤下或删除，只能更正或隐去个人信息。")


class DisclosurePage(ContentPage):
    """What one committee makes public for one duty: a section for each element of the catalogue's item.

    It begins with its duty (`start_disclosure`), becomes public only when a supervisor lets it pass, and
    then stays: it can be corrected, and personal data masked, but neither deleted nor taken off.
    """

    is_creatable: ClassVar[bool] = False
    exclude_fields_in_copy: ClassVar[list[str]] = [*ContentPage.exclude_fields_in_copy, "duty"]

    body_owner = owner_key(_("公开单位"), "disclosures")
    duty = models.OneToOneField(
        DisclosureDuty,
        verbose_name=_("公开事项"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    duty.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    content = StreamField(DisclosureBodyBlock(), verbose_name=_("公开内容"), blank=True)
    correction_note = models.CharField(
        _("更正说明"),
        max_length=200,
        blank=True,
        help_text=_("更正已公开的内容时填写：改了哪里、为什么改。会随新版本公开。"),
    )

    objects = DisclosureManager()
    own_paths = (f"/{PRINT}/",)

    template = "cms_pages/disclosure_page/index.html"
    parent_page_types = ["cms_pages.DisclosureIndexPage"]
    base_form_class = DisclosurePageForm
    content_panels = [
        GuidancePanel(),
        FieldPanel("correction_note"),
        FieldPanel("content"),
        InlinePanel("attachments", label=_("附件")),
    ]
    settings_panels: list[Any] = []
    search_fields = Page.search_fields

    class Meta:
        verbose_name = _("公开内容")
        verbose_name_plural = _("公开内容")

    def get_workflow(self) -> Workflow:
        """Return the supervisors' check; no other can be assigned."""
        from cms_pages.disclosures.workflow import check_workflow

        return check_workflow()

    @property
    def has_workflow(self) -> bool:
        """Every disclosure is checked."""
        return True

    def permissions_for_user(self, user: Any) -> DisclosurePermissionTester:
        """Return what `user` may do: never publish, nor take away what was public."""
        return DisclosurePermissionTester(user, self)

    def publication_errors(self) -> list[PublicationError]:
        """Return what is missing or wrong for publishing."""
        return [*super().publication_errors(), *disclosure_errors(self, now=timezone.now())]

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """Publish what a supervisor has let pass.

        Raises:
            PublicationRefused: nobody has checked this revision, or it is not ready.
        """
        if not self.checks.passed().filter(revision=revision).exists():
            raise PublicationRefused(
                self, [PublicationError(_("要由监督员审核通过才能公开，请点“提交审核”。"))]
            )
        # The supervisor's check is the right to publish; nobody has another one here.
        return super().publish(revision, *args, **{**kwargs, "skip_permission_checks": True})

    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        """Refuse.

        Raises:
            PublicationRefused: always.
        """
        raise PublicationRefused(self, [PublicationError(STAYS)])

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Delete a draft.

        Raises:
            PublicationRefused: it was public.
        """
        if self.first_published_at is not None:
            raise PublicationRefused(self, [PublicationError(STAYS)])
        return super().delete(*args, **kwargs)

    def public_streams(self) -> Iterator[Iterable[Any]]:
        """Yield the blocks of each section, among which its tables are found."""
        for section in self.content:
            yield section.value["content"]

    def belong_to(self, parent: Page) -> None:
        """Take the area from the list that it lies in, and be of the committee that owes it."""
        super().belong_to(parent)
        if self.duty is not None:
            self.body_owner = self.duty.body

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the versions, their comparison, the sheet to print, and the form of an objection."""
        if not self.live:
            raise Http404
        match path_components:
            case ["object" | "versions" | "print" as view]:
                return RouteResult(self, kwargs={"view": view})
            case ["versions", number]:
                return RouteResult(self, kwargs={"view": VERSIONS, "numbers": (_number(number),)})
            case ["compare", first, second]:
                return RouteResult(
                    self, kwargs={"view": COMPARE, "numbers": (_number(first), _number(second))}
                )
        return super().route(request, path_components)

    def serve(
        self,
        request: HttpRequest,
        *args: Any,
        view: str = "",
        numbers: tuple[int, ...] = (),
        **kwargs: Any,
    ) -> HttpResponseBase:
        """Answer a visitor. The form is somebody's own and is not kept."""
        if view in ("", PRINT):
            return super().serve(request, *args, view=view, **kwargs)
        from cms_pages import page_cache
        from cms_pages.views.disclosure_object import disclosure_object
        from cms_pages.views.disclosure_versions import (
            disclosure_comparison,
            disclosure_version,
            disclosure_versions,
        )

        if view == OBJECT:
            return disclosure_object(request, self)
        if self.may_be_cached(request):
            page_cache.mark(request, self.area)
        if view == COMPARE:
            return disclosure_comparison(request, self, *numbers)
        return disclosure_version(request, self, *numbers) if numbers else disclosure_versions(request, self)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("", _("网页")), (PRINT, _("公示用纸"))]

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return SHEET if mode_name == PRINT else super().get_preview_template(request, mode_name)

    def get_template(self, request: HttpRequest, *args: Any, view: str = "", **kwargs: Any) -> str:
        return SHEET if view == PRINT else super().get_template(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return what the page shows at the present moment."""
        from cms_pages.disclosures.detail import detail_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(detail_context(self, request, now=timezone.now()))
        return context


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        raise Http404
    return int(text)
