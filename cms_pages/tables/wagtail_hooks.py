"""What typed tables add to Wagtail's admin."""

from typing import Any

from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms_pages.tables.finding import takes_tables
from cms_pages.views.table_import import table_import
from cms_pages.views.typed_tables import typed_table_check, typed_table_read
from communities.policies.addresses import open_namespace

# The import asks for the rights on its page; the other two show nothing but what they were sent.
open_namespace("typed_tables")


@hooks.register("register_admin_urls")
def typed_table_addresses() -> list[URLResolver]:
    addresses = [
        path("check/", typed_table_check, name="check"),
        path("read/", typed_table_read, name="read"),
        path("import/<int:pk>/", table_import, name="import"),
    ]
    return [path("typed-tables/", include((addresses, "typed_tables")))]


@hooks.register("register_page_header_buttons")
def import_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> list[Button]:
    """The way from the editor to the import, which works without JavaScript."""
    specific = page.specific
    if view_name != "edit" or not takes_tables(specific):
        return []
    if not specific.permissions_for_user(user).can_edit():
        return []
    return [
        Button(_("导入表格"), reverse("typed_tables:import", args=[page.pk]), icon_name="table", priority=40)
    ]


@hooks.register("insert_editor_js")
def grid_words() -> SafeString:
    """Give the grid of Wagtail's own table block its Chinese words, after its script and before it begins."""
    return format_html('<script src="{}"></script>', static("cms_pages/js/tables/grid_words.js"))
