"""What a notice must have before it may be published."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms_pages.choices import AUDIENCES_OF_LEVEL, LEVELS_OF_AUDIENCE, Audience
from cms_pages.publication.errors import PublicationError
from cms_pages.publication.words import MAX_TITLE, title_error
from communities.choices import Level

if TYPE_CHECKING:
    from cms_pages.models import NoticePage

LONGEST_BANNER = timedelta(days=14)


def notice_errors(notice: "NoticePage", *, now: datetime) -> list[PublicationError]:
    """Return what keeps `notice` from being published at `now`, in the order of the editor's form."""
    return [
        *_text_errors(notice),
        *_audience_errors(notice),
        *_time_errors(notice),
        *_banner_errors(notice, now),
    ]


def _text_errors(notice: "NoticePage") -> Iterator[PublicationError]:
    wrong = title_error(notice.title)
    if wrong:
        yield PublicationError(wrong, "title")
    if len(notice.title) > MAX_TITLE:
        yield PublicationError(_("标题太长，最多%(most)d个字。") % {"most": MAX_TITLE}, "title")
    if notice.slug in notice.reserved_slugs:
        yield PublicationError(_("网址里的这个词已留作他用，请换一个。"), "slug")
    if not len(notice.content) and not notice.attachments.count():
        yield PublicationError(_("正文和附件都是空的，至少要有一样。"), "content")
    try:
        notice.content.stream_block.clean(notice.content)
    except ValidationError:
        yield PublicationError(_("正文里有没填完的内容块：请检查图片的替代文字、小标题和表格。"), "content")


def _audience_errors(notice: "NoticePage") -> Iterator[PublicationError]:
    audience = Audience(notice.audience)
    if audience not in AUDIENCES_OF_LEVEL.get(Level(notice.area.level), ()):
        yield PublicationError(_("您的单位不能选这个发布范围。"), "audience")
        return
    chosen = list(notice.chosen_areas.all())
    if audience in (Audience.STREETS, Audience.COMMUNITIES) and not chosen:
        yield PublicationError(_("还没有选要发给哪些街道或社区。"), "chosen_areas")
    if audience == Audience.EVERYONE:
        return
    levels = LEVELS_OF_AUDIENCE[audience]
    if any(not area.path.startswith(notice.area.path) or area.pk == notice.area_id for area in chosen):
        yield PublicationError(_("选中的街道或社区里，有不在本单位辖区内的。"), "chosen_areas")
    elif any(area.level not in levels for area in chosen):
        names = "、".join(str(level.label) for level in levels)
        yield PublicationError(_("这个发布范围只能选%(levels)s。") % {"levels": names}, "chosen_areas")


def _time_errors(notice: "NoticePage") -> Iterator[PublicationError]:
    if notice.effective_until:
        begins = notice.effective_from or notice.go_live_at
        if begins and notice.effective_until <= begins:
            yield PublicationError(_("失效时间要晚于生效时间。"), "effective_until")
    if notice.pinned_until and not notice.is_pinned:
        yield PublicationError(_("填了置顶的结束时间，但没有勾选“置顶”。"), "pinned_until")


def _banner_errors(notice: "NoticePage", now: datetime) -> Iterator[PublicationError]:
    if not notice.is_urgent:
        return
    if notice.audience == Audience.COMMITTEES:
        yield PublicationError(_("仅发社区和街道的公告不能设为紧急横幅，横幅是给居民看的。"), "is_urgent")
        return
    if notice.urgent_until is None:
        yield PublicationError(_("紧急公告要填横幅的结束时间。"), "urgent_until")
        return
    begins = (
        notice.urgent_from or notice.effective_from or notice.go_live_at or notice.first_published_at or now
    )
    if notice.urgent_until <= begins:
        yield PublicationError(_("横幅的结束时间要晚于开始时间。"), "urgent_until")
    elif notice.urgent_until - begins > LONGEST_BANNER:
        yield PublicationError(
            _("横幅最长显示%(days)d天，请把结束时间提前。") % {"days": LONGEST_BANNER.days}, "urgent_until"
        )
