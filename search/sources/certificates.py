"""社区证明: what committees certify and what they may not ask for."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from cms_pages.models import CommitteeCertificate, GuideIndexPage
from communities.choices import Level
from search.documents import Entry
from search.sources.base import Shown, Source
from search.sources.texts import joined

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class CertificateSource(Source):
    """The list of certificates, each entry for itself."""

    kind = "certificate"
    label = gettext_lazy("社区证明")
    icon = "file-text"
    position = 40
    object_kinds = frozenset({"cms_pages.committeecertificate"})

    def keys(self) -> list[int]:
        return list(CommitteeCertificate.objects.order_by("pk").values_list("pk", flat=True))

    def entries(self, pks: Collection[int]) -> Iterator[Entry]:
        page = _list_page()
        if page is None:
            return
        for row in CommitteeCertificate.objects.filter(pk__in=pks).order_by("pk"):
            yield Entry(
                kind=self.kind,
                pk=row.pk,
                title=row.name,
                keywords="证明 开证明",
                body=joined(row.get_stance_display(), row.instead, row.source),
                areas=(page.area_id,),
                reach=(page.area_id,),
                tree=tuple(page.get_ancestors(inclusive=True).values_list("pk", flat=True)),
            ).bounded()

    def shown(
        self, pks: Sequence[int], *, user: "User | AnonymousUser", request: HttpRequest | None, now: datetime
    ) -> dict[int, Shown]:
        page = _list_page()
        if page is None:
            return {}
        base = page.get_url(request) or ""
        return {
            row.pk: Shown(title=row.name, url=f"{base}certificates/?{urlencode({'q': row.name})}", area="")
            for row in CommitteeCertificate.objects.filter(pk__in=pks)
        }

    def titled(self, words: Sequence[str], *, now: datetime, most: int) -> list[int]:
        rows = CommitteeCertificate.objects.all()
        for word in words:
            rows = rows.filter(name__icontains=word)
        return list(rows.order_by("pk").values_list("pk", flat=True)[:most])


def _list_page() -> GuideIndexPage | None:
    return GuideIndexPage.objects.live().public().filter(area__level=Level.DISTRICT).first()


SOURCE = CertificateSource()
