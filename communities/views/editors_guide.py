"""使用手册: `docs/editors/guide.md` and its pictures, shown in the workbench, so that no official needs
another site."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLResolver, include, path, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt
from wagtail.admin.menu import MenuItem

from accounts.requests import SignedInRequest
from communities.policies.addresses import open_namespace

Parts = tuple[tuple[str, str], ...]


@lru_cache(maxsize=2)
def _written(file: Path, _changed: float) -> tuple[SafeString, Parts]:
    """Return the guide as HTML with the headings of its parts, as (anchor, words)."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(file.read_text(encoding="utf-8"))
    parts: list[tuple[str, str]] = []
    for number, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            # The workbench shows the title itself.
            token.hidden = tokens[number + 2].hidden = True
            tokens[number + 1].children = []
        elif token.type == "heading_open" and token.tag == "h2":
            anchor = f"part-{len(parts) + 1}"
            token.attrSet("id", anchor)
            parts.append((anchor, tokens[number + 1].content))
        for child in token.children or []:
            if child.type == "image":
                name = str(child.attrGet("src") or "").removesuffix(".png")
                child.attrSet("src", reverse("editors_guide:picture", args=[name]))
                child.attrSet("loading", "lazy")
    html = parser.renderer.render(tokens, parser.options, {})
    return mark_safe(html), tuple(parts)  # noqa: S308 - our own file, parsed without HTML


@require_safe
def editors_guide(request: SignedInRequest) -> HttpResponse:
    """Show the guide."""
    file = settings.EDITORS_GUIDE / "guide.md"
    if not file.is_file():
        raise Http404
    html, parts = _written(file, file.stat().st_mtime)
    return TemplateResponse(
        request,
        "communities/admin/editors_guide/index.html",
        {
            "guide": html,
            "parts": parts,
            "header_title": _("使用手册"),
            "header_icon": "help",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("首页")},
                {"url": "", "label": _("使用手册")},
            ],
        },
    )


@require_safe
def editors_guide_picture(request: SignedInRequest, name: str) -> FileResponse:
    """Give one of the guide's pictures; the address allows no name that leaves the folder."""
    file = settings.EDITORS_GUIDE / f"{name}.png"
    if not file.is_file():
        raise Http404
    return FileResponse(file.open("rb"), content_type="image/png")


def addresses() -> list[URLResolver]:
    """Return the addresses below the admin's."""
    # Every official may read it.
    open_namespace("editors_guide")
    views = [
        path("", editors_guide, name="index"),
        path("<slug:name>.png", editors_guide_picture, name="picture"),
    ]
    return [path("guide/", include((views, "editors_guide")))]


def menu_item() -> MenuItem:
    """Return the item of the main menu, the last one."""
    return MenuItem(
        gettext_lazy("使用手册"),
        reverse("editors_guide:index"),
        name="editors-guide",
        icon_name="help",
        order=9000,
    )
