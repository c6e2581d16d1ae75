"""Who may reach which address of the workbench. What no row names is for nobody below superuser.

Most of Wagtail's advisories of 2026 are side addresses that forgot to ask for rights. So the gate
(`communities.middleware`) lets nobody through to an address that this table doesn't know; the view behind
it asks again.
"""

from enum import Enum
from fnmatch import fnmatchcase

from django.http import HttpRequest

from communities.permissions import has_right
from communities.roles import Right


class Tier(Enum):
    """Whom a group of addresses is for."""

    ANYBODY = "anybody"
    OFFICIALS = "officials"
    PAGES = "officials, on pages that are theirs"
    FILES = "officials, on files that are theirs"
    DISTRICT = "district administrators"
    SUPERUSERS = "superusers"
    NOBODY = "nobody"


# By the name of the address, the first row that fits. A viewset over `ScopedViewSet` adds its own row.
_TIERS: list[tuple[str, Tier]] = [
    ("wagtailadmin_login", Tier.ANYBODY),
    ("wagtailadmin_logout", Tier.ANYBODY),
    ("wagtailadmin_sprite", Tier.ANYBODY),
    ("*javascript*catalog", Tier.ANYBODY),
    ("wagtailadmin_home", Tier.OFFICIALS),
    ("wagtailadmin_dismissibles", Tier.OFFICIALS),
    ("wagtailadmin_block_preview", Tier.OFFICIALS),
    ("wagtailadmin_editing_sessions:*", Tier.OFFICIALS),
    ("wagtailadmin_choose_page_external_link", Tier.OFFICIALS),
    ("wagtailadmin_choose_page_email_link", Tier.OFFICIALS),
    ("wagtailadmin_choose_page_phone_link", Tier.OFFICIALS),
    ("wagtailadmin_choose_page_anchor_link", Tier.OFFICIALS),
    ("wagtailadmin_choose_page*", Tier.PAGES),
    ("wagtailadmin_explore*", Tier.PAGES),
    # Lists pages of a type in the whole site, and the names of all who work on them.
    ("wagtailadmin_pages:type_use*", Tier.SUPERUSERS),
    ("wagtailadmin_pages:convert_alias", Tier.SUPERUSERS),
    ("wagtailadmin_pages:*", Tier.PAGES),
    ("wagtailadmin_api:pages:action", Tier.SUPERUSERS),
    ("wagtailadmin_api:pages:*", Tier.PAGES),
    # Bulk actions name what one has no right to; ours (`communities.viewsets.pages`) don't.
    ("wagtail_bulk_action", Tier.OFFICIALS),
    ("wagtailimages:url_generator*", Tier.NOBODY),
    ("wagtailimages:preview", Tier.NOBODY),
    ("wagtailimages:*multiple*", Tier.NOBODY),
    ("wagtailimages*", Tier.FILES),
    ("wagtaildocs:*", Tier.FILES),
    ("wagtaildocs_chooser:*", Tier.FILES),
    ("wagtailadmin_reports:*", Tier.DISTRICT),
    # A forged step of an import answers 500 (8.0.1), and nobody has a table of redirects.
    ("wagtailredirects:*import", Tier.NOBODY),
    ("wagtailredirects:*", Tier.DISTRICT),
    # Sign-in and passwords are at `/accounts/`; a deliberate crash helps nobody.
    ("wagtailadmin_password_reset*", Tier.NOBODY),
    ("wagtailadmin_error_test", Tier.NOBODY),
]
_SCOPED: set[str] = set()


def open_namespace(namespace: str) -> None:
    """Let officials through to the addresses of a viewset that asks for the rights on each object itself."""
    _SCOPED.add(namespace)


def tier_of(view_name: str) -> Tier:
    """Return whom the address of that name is for."""
    if view_name.partition(":")[0] in _SCOPED:
        return Tier.OFFICIALS
    for pattern, tier in _TIERS:
        if fnmatchcase(view_name, pattern):
            return tier
    return Tier.SUPERUSERS


def admits(request: HttpRequest, tier: Tier) -> bool:
    """Return whether the request's user belongs to those whom `tier` is for."""
    user = request.user
    if tier is Tier.ANYBODY:
        return True
    if tier is Tier.NOBODY or not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser:
        return True
    if tier is Tier.DISTRICT:
        return has_right(user, Right.MANAGE_DISTRICT)
    if tier is Tier.FILES:
        return has_right(user, Right.UPLOAD_FILES)
    if tier is Tier.PAGES:
        return has_right(user, Right.WRITE_PAGES)
    return tier is Tier.OFFICIALS and has_right(user, Right.ENTER_WORKBENCH)
