"""Links within the site that lead nowhere. Nothing here opens a connection: other hosts are not asked.

References that Wagtail keeps (links to pages and documents picked in a chooser) are one question to its
reference index; addresses that somebody typed are read from the texts of published pages and looked up
among the site's own.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any
from urllib.parse import unquote, urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from django.test.client import RequestFactory
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, ReferenceIndex, Site

from cms_pages.models.base import BasePage
from communities.inspection import Check, Fault, checks

HREF = re.compile(r"""<a\b[^>]*\shref=["']([^"']+)["']""", re.IGNORECASE)
# A text with more links than that is no text; a run looks no further.
MOST_LINKS = 20_000
# Addresses that are no page's own but answered by a page (`/check/`, `/rate/`) are asked one by one.
MOST_ROUTED = 300


def dead_links(now: datetime, _days: int) -> Iterator[Fault]:
    """Yield the links of published pages that lead to no published page, file or address of this site."""
    dead: dict[int, set[str]] = defaultdict(set)
    for page_id, words in _references():
        dead[page_id].add(words)
    written = list(islice(_written(), MOST_LINKS))
    known = _answered({path for _page, path in written})
    for page_id, path in written:
        if path not in known:
            dead[page_id].add(path)
    if not dead:
        return
    for page in Page.objects.live().filter(pk__in=dead).specific().order_by("pk"):
        if not isinstance(page, BasePage):
            continue
        for target in sorted(dead[page.pk]):
            yield Fault(
                area_id=page.area_id,
                body_id=getattr(page, "body_owner_id", None),
                subject=f"{page.pk}:{target}",
                title=_("“%(title)s”里的链接打不开：%(target)s") % {"title": page.title, "target": target},
                url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
            )


def _references() -> Iterator[tuple[int, str]]:
    """Yield the key of each published page that refers to a page or file that is not there, and what it
    is."""
    types = ContentType.objects.get_for_models(Page, apps.get_model("media", "Document"))
    page_type = types[Page]
    live = set(map(str, Page.objects.live().values_list("pk", flat=True)))
    for model, content_type in types.items():
        kept = model._default_manager.values_list("pk", flat=True)
        present = live if model is Page else set(map(str, kept))
        rows = ReferenceIndex.objects.filter(to_content_type=content_type, base_content_type=page_type)
        for source, target in rows.values_list("object_id", "to_object_id").distinct():
            if source in live and target not in present:
                kind = _("页面") if model is Page else _("文件")
                yield int(source), _("%(kind)s（编号%(key)s，已删除或撤下）") % {"kind": kind, "key": target}


def _written() -> Iterator[tuple[int, str]]:
    """Yield the key of each published page with each address of this site that is written in its texts."""
    own_hosts = {
        urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc,
        *Site.objects.values_list("hostname", flat=True),
    }
    for model in apps.get_models():
        if not issubclass(model, BasePage) or model._meta.abstract:
            continue
        names = [f.name for f in model._meta.local_fields if isinstance(f, StreamField | RichTextField)]
        if not names:
            continue
        rows = model.objects.filter(live=True).values_list("pk", *names)
        for key, *values in rows.iterator(chunk_size=200):
            for text in _texts([getattr(value, "raw_data", value) for value in values]):
                for href in HREF.findall(text):
                    path = _own_path(href, own_hosts)
                    if path is not None:
                        yield key, path


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if "<a" in value:
            yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, Sequence):
        for inner in value:
            yield from _texts(inner)


def _own_path(href: str, own_hosts: set[str]) -> str | None:
    """Return the path that `href` names on this site; None for other hosts, mail, phones and anchors."""
    try:
        parts = urlsplit(href.replace("&amp;", "&"))
    except ValueError:
        return None
    if parts.scheme not in ("", "http", "https") or (parts.netloc and parts.netloc not in own_hosts):
        return None
    return unquote(parts.path) if parts.path.startswith("/") else None


def _answered(paths: set[str]) -> set[str]:
    """Return those of `paths` that the site answers: pages, redirects, other addresses."""
    site = Site.objects.select_related("root_page").first()
    if site is None or not paths:
        return set(paths)
    root = site.root_page.url_path.rstrip("/")
    ours = {f"{root}{path if path.endswith('/') else path + '/'}": path for path in paths}
    found = {ours[path] for path in Page.objects.live().values_list("url_path", flat=True) if path in ours}
    kept = {Redirect.normalise_path(path): path for path in paths - found}
    redirects = Redirect.objects.values_list("old_path", flat=True)
    found |= {kept[path] for path in redirects if path in kept}
    found |= {path for path in paths - found if _is_resolved(path)}
    request = RequestFactory().get("/")
    rest = sorted(paths - found)
    found |= {path for path in rest[:MOST_ROUTED] if _is_routed(site.root_page.specific, path, request)}
    # Beyond that many nothing is known, and what is unknown is not called dead.
    return found | set(rest[MOST_ROUTED:])


def _is_resolved(path: str) -> bool:
    """Return whether an address of the site other than the page tree's answers `path`."""
    try:
        return resolve(path).view_name not in ("wagtail_serve", "wagtaildocs_serve")
    except Resolver404:
        return False


def _is_routed(root: Page, path: str, request: Any) -> bool:
    """Return whether a page answers `path` itself, below its own address."""
    try:
        root.route(request, [part for part in path.split("/") if part])
    except Http404:
        return False
    return True


checks.register("dead-links")(Check(gettext_lazy("打不开的站内链接"), dead_links))
