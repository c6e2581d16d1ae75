"""公告."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms_pages.models import NoticePage
from search.documents import Entry
from search.readers import ALL, area_reader, body_reader, readers_of
from search.sources.base import PageSource, Shown
from search.sources.texts import joined, stream_text
from search.viewing import Viewing


class NoticeSource(PageSource):
    """Notices. Those for committees are found by the officials who received or sent them, in the
    workbench.
    """

    kind = "notice"
    label = gettext_lazy("社区公告")
    icon = "megaphone"
    position = 20
    half_life = 120
    model = NoticePage

    def prepared(self, pages: Any) -> Any:
        return pages.select_related("area").prefetch_related("audience_areas")

    def entry(self, page: Any, tree: tuple[int, ...]) -> Entry:
        areas = tuple(row.area_id for row in page.audience_areas.all())
        readers: tuple[str, ...] = ()
        if page.is_for_committees:
            readers = (ALL, body_reader(page.body_owner_id), *map(area_reader, areas))
        return Entry(
            kind=self.kind,
            pk=page.pk,
            title=page.title,
            body=self.body(page),
            keywords=str(page.get_kind_display()),
            areas=tuple(page.area.ancestor_ids),
            reach=areas,
            department=page.body_owner_id,
            date=page.listed_from or page.first_published_at,
            starts=None if page.is_for_committees else page.listed_from,
            ends=page.effective_until,
            readers=readers,
            tree=tree,
        )

    def body(self, page: Any) -> str:
        return joined(page.summary, stream_text(page.content))

    def visible(self, viewing: Viewing) -> Any:
        begun = Q(listed_from__lte=viewing.now) | Q(audience=NoticePage.Audience.COMMITTEES)
        return NoticePage.objects.visible_to(viewing.user).filter(begun)

    def is_like_visitor(self, viewing: Viewing) -> bool:
        return not readers_of(viewing.user)

    def look(self, page: Any, viewing: Viewing) -> Shown:
        badges = []
        if page.is_for_committees:
            badges.append({"state": "draft", "label": _("只发给居委会")})
        if page.has_ended(viewing.now):
            badges.append({"state": "closed", "label": _("已失效")})
        url = (
            reverse("received_notices:read", args=[page.pk])
            if page.is_for_committees
            else viewing.address(page)
        )
        return Shown(
            title=page.title,
            url=url,
            area=page.area.short_name,
            owner=str(page.body_owner),
            date=page.listed_from or page.first_published_at,
            badges=tuple(badges),
        )

    def titled(self, words: Sequence[str], *, now: datetime, most: int) -> list[int]:
        notices = NoticePage.objects.public_at(now)
        for word in words:
            notices = notices.filter(Q(title__icontains=word) | Q(summary__icontains=word))
        return list(notices.newest_first().values_list("pk", flat=True)[:most])


SOURCE = NoticeSource()
