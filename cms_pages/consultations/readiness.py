"""What a consultation must have before it may be published, and what may no longer change."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms_pages.publication.errors import PublicationError
from cms_pages.publication.words import MAX_TITLE, title_error

if TYPE_CHECKING:
    from cms_pages.models import ConsultationPage


def consultation_errors(page: "ConsultationPage", *, now: datetime) -> list[PublicationError]:
    """Return what keeps `page` from being published at `now`, in the order of the editor's form."""
    published = _published(page)
    return [
        *_text_errors(page),
        *_question_errors(page, published),
        *_time_errors(page, published, now),
        *_outcome_errors(page, published, now),
    ]


def _published(page: "ConsultationPage") -> "ConsultationPage | None":
    """Return the version that readers have, which what people said was said to."""
    if not page.pk:
        return None
    return type(page).objects.filter(pk=page.pk, first_published_at__isnull=False).first()


def _text_errors(page: "ConsultationPage") -> Iterator[PublicationError]:
    wrong = title_error(page.title)
    if wrong:
        yield PublicationError(wrong, "title")
    if len(page.title) > MAX_TITLE:
        yield PublicationError(_("标题太长，最多%(most)d个字。") % {"most": MAX_TITLE}, "title")
    if not len(page.content) and not page.attachments.count():
        yield PublicationError(_("正文和附件都是空的，居民不知道对什么提意见。"), "content")
    if not _is_clean(page.content):
        yield PublicationError(_("正文里有没填完的内容块：请检查图片的替代文字、小标题和表格。"), "content")
    if not page.asked.strip() and not len(page.questions):
        yield PublicationError(_("请写明想听哪些意见，或者列出问卷。"), "asked")


def _question_errors(
    page: "ConsultationPage", published: "ConsultationPage | None"
) -> Iterator[PublicationError]:
    if not _is_clean(page.questions):
        yield PublicationError(_("问卷里有没填完的问题。"), "questions")
    elif (
        published is not None
        and page.questions.get_prep_value() != published.questions.get_prep_value()
        and published.opinions.exists()
    ):
        yield PublicationError(_("已经有人按原来的问卷回答，问卷不能再改。"), "questions")


def _time_errors(
    page: "ConsultationPage", published: "ConsultationPage | None", now: datetime
) -> Iterator[PublicationError]:
    if page.closes_at is None:
        yield PublicationError(_("请填写截止时间。"), "closes_at")
        return
    begins = page.opens_at or page.go_live_at or (published.first_published_at if published else now) or now
    if page.closes_at <= begins:
        yield PublicationError(_("截止时间要晚于开始时间。"), "closes_at")
    elif published is None and page.closes_at <= now:
        yield PublicationError(_("截止时间已经过了。"), "closes_at")
    elif (
        published is not None
        and published.closes_at is not None
        and _minute(page.closes_at) != _minute(published.closes_at)
        and page.closes_at < max(now, published.closes_at)
    ):
        yield PublicationError(_("已经公布的截止时间只能推后，不能提前。"), "closes_at")


def _outcome_errors(
    page: "ConsultationPage", published: "ConsultationPage | None", now: datetime
) -> Iterator[PublicationError]:
    has_outcome = bool(page.outcome_summary.strip())
    if published is not None and published.outcome_summary and not has_outcome:
        yield PublicationError(_("已经公布的结果可以修改，不能撤下。"), "outcome_summary")
    if not has_outcome:
        if len(page.outcome_points):
            yield PublicationError(_("填了采纳情况，还要写“结果”。"), "outcome_summary")
        return
    if published is None or page.closes_at is None or page.closes_at > now:
        yield PublicationError(_("征集结束以后才能公布结果。"), "outcome_summary")
    if not _is_clean(page.outcome_points):
        yield PublicationError(_("采纳情况没有填完：没有全部采纳的，要写明理由。"), "outcome_points")
    elif not len(page.outcome_points) and published is not None and published.opinions.exists():
        yield PublicationError(_("收到了意见，请逐条写明是否采纳。"), "outcome_points")


def _minute(moment: datetime) -> datetime:
    # The editor's form shows minutes.
    return moment.replace(second=0, microsecond=0)


def _is_clean(stream: Any) -> bool:
    try:
        stream.stream_block.clean(stream)
    except ValidationError:
        return False
    return True
