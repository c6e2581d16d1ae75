"""社区证明: what committees certify and what they may not ask for."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy

from cms_pages.models import CommitteeCertificate, GuideIndexPage
from communities.choices import Level
from events.prepared import Prepared
from search.documents import Entry
from search.sources.base import Shown, Source
from search.sources.texts import joined
from search.viewing import Viewing


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
        page = _list_page.first()
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

    def shown(self, pks: Sequence[int], viewing: Viewing) -> dict[int, Shown]:
        page = _list_page.first()
        if page is None or not viewing.is_open(page):
            return {}
        base = viewing.address(page)
        return {
            row.pk: Shown(title=row.name, url=f"{base}certificates/?{urlencode({'q': row.name})}", area="")
            for row in CommitteeCertificate.objects.filter(pk__in=pks)
        }

    def titled(self, words: Sequence[str], *, now: datetime, most: int) -> list[int]:
        rows = CommitteeCertificate.objects.all()
        for word in words:
            rows = rows.filter(name__icontains=word)
        return list(rows.order_by("pk").values_list("pk", flat=True)[:most])


_list_page: Final = Prepared(
    lambda: GuideIndexPage.objects.live().filter(area__level=Level.DISTRICT).order_by("pk")[:1]
)
SOURCE = CertificateSource()
