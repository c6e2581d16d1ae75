from django.contrib.auth.models import AbstractUser
from wagtail.models import Revision

from cms_pages.choices import Audience
from cms_pages.models import NoticeAudience, NoticePage, ScheduleFailure
from events.record import record


def publish_notice(*, notice: NoticePage, revision: Revision, actor: AbstractUser | None) -> None:
    """Make known that Wagtail has published or scheduled `notice`: resolve its audience, record the event.

    Runs in the transaction of the publication. The event names the areas that showed the notice before,
    too, so that a list that it has left is made anew. A notice for committees shows on no public page, and
    names none.
    """
    ScheduleFailure.objects.filter(page_id=notice.pk).delete()
    if not notice.live:
        record(
            actor=actor,
            verb="notice.scheduled",
            instance=notice,
            body_id=notice.body_owner_id,
            changes={"go_live_at": [None, notice.go_live_at.isoformat() if notice.go_live_at else None]},
        )
        return
    before = _shown_to(notice)
    _resolve_audience(notice)
    after = [] if notice.audience == Audience.COMMITTEES else _shown_to(notice)
    record(
        actor=actor,
        verb="notice.published" if revision.pk == _first_revision(notice) else "notice.corrected",
        instance=notice,
        body_id=notice.body_owner_id,
        area_paths=[*before, *after],
        changes={"revision": [None, revision.pk], "audience": [before, after]},
    )


def _first_revision(notice: NoticePage) -> int | None:
    """Return the revision that this publication is the first of, None where the notice was published
    before.
    """
    first, last = notice.first_published_at, notice.last_published_at
    return notice.live_revision_id if first is None or first == last else None


def _shown_to(notice: NoticePage) -> list[str]:
    return list(notice.audience_areas.order_by("area__path").values_list("area__path", flat=True))


def _resolve_audience(notice: NoticePage) -> None:
    chosen = [] if notice.audience == Audience.EVERYONE else list(notice.chosen_areas.all())
    # A draft may name areas that were merged since it was written.
    wanted = {today.pk for area in chosen if (today := area.today()) is not None} or {notice.area_id}
    rows = notice.audience_areas.all()
    rows.exclude(area_id__in=wanted).delete()
    NoticeAudience.objects.bulk_create(
        [NoticeAudience(notice=notice, area_id=pk) for pk in sorted(wanted)], ignore_conflicts=True
    )
