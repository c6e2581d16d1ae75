"""What “从 Word 导入” adds to Wagtail's admin."""

from typing import Any, Final

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms_pages.choices import WordKind
from cms_pages.models import (
    DepartmentGuidesPage,
    DepartmentNoticesPage,
    DisclosureIndexPage,
    NoticeIndexPage,
    ServiceIndexPage,
    WordImport,
)
from cms_pages.views import word_import
from cms_pages.word.targets import target_below
from communities.permissions import standing_of
from communities.policies.addresses import open_namespace
from communities.roles import Right
from communities.workbench import Shortcut, shortcuts
from disclosure.permissions import disclosing_bodies

# Each address asks for the rights on the list, or on what was read.
open_namespace("word_import")

_KIND_OF_LIST: Final = {
    NoticeIndexPage: WordKind.NOTICE,
    DepartmentNoticesPage: WordKind.NOTICE,
    DepartmentGuidesPage: WordKind.GUIDE,
    ServiceIndexPage: WordKind.SERVICE,
}


@hooks.register("register_admin_urls")
def word_import_addresses() -> list[URLResolver]:
    addresses = [
        path("", word_import.word_import_index, name="index"),
        path("<uuid:key>/", word_import.word_import_draft, name="draft"),
        path("<uuid:key>/pictures/<int:number>/", word_import.word_import_picture, name="picture"),
    ]
    return [path("word/", include((addresses, "word_import")))]


@shortcuts.register("word-import")
def from_word(request: HttpRequest) -> list[Shortcut]:
    """One button for whoever writes anything."""
    if not standing_of(request.user).has(Right.WRITE_PAGES):
        return []
    return [Shortcut(label=_("从 Word 导入"), url=reverse("word_import:index"), icon="upload")]


@hooks.register("register_page_header_buttons")
def word_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> list[Button]:
    """The way from a list to the import into it, and from a draft to what was left out of it."""
    if view_name == "edit":
        return _report_button(page, user)
    specific = page.specific
    address = reverse("word_import:index")
    if isinstance(specific, DisclosureIndexPage):
        is_own = any(body.area_id == specific.area_id for body in disclosing_bodies(user))
        return [_button(address)] if is_own else []
    kind = _KIND_OF_LIST.get(type(specific))
    target = target_below(user, specific, kind) if kind is not None else None
    return [_button(f"{address}?to={target.key}")] if target is not None else []


def _button(address: str) -> Button:
    return Button(_("从 Word 导入"), address, icon_name="upload", priority=45)


def _report_button(page: Page, user: Any) -> list[Button]:
    made = WordImport.objects.visible_to(user).filter(page=page.pk).first()
    if made is None:
        return []
    address = reverse("word_import:draft", args=[made.key])
    return [Button(_("Word 导入报告"), address, icon_name="list-ul", priority=46)]
