"""文件占用空间: a report for whoever looks after files."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from communities.permissions import standing_of
from communities.roles import Right
from media import space


@require_safe
def space_index(request: SignedInRequest) -> HttpResponse:
    """List the folders by size, and the files that nothing shows.

    Raises:
        PermissionDenied: the user has no folder.
    """
    folders = list(space.folders_of(request.user))
    if not folders:
        raise PermissionDenied
    is_whole = request.user.is_superuser or standing_of(request.user).has(Right.MANAGE_DISTRICT)
    spaces = space.space_by_folder(folders)
    return TemplateResponse(
        request,
        "media/admin/space/index.html",
        {
            "spaces": spaces,
            "total": sum(each.size for each in spaces),
            "attachments": space.attachments_space() if is_whole else None,
            "unused": space.unused(folders, now=timezone.now()),
            "days": space.UNUSED_AFTER.days,
            "header_title": _("文件占用空间"),
            "header_icon": "doc-full-inverse",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("首页")},
                {"url": "", "label": _("文件占用空间")},
            ],
        },
    )


def addresses() -> list[URLResolver]:
    """Return the addresses below the admin's."""
    return [path("reports/space/", include(([path("", space_index, name="index")], "file_space")))]
