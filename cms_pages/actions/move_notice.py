from django.contrib.auth.models import AbstractUser

from cms_pages.choices import AUDIENCES_OF_LEVEL, Audience
from cms_pages.models import NoticeAudience, NoticePage
from communities.choices import Level
from events.record import record


def move_notice(*, notice: NoticePage, before: str, after: str, actor: AbstractUser | None) -> None:
    """Make known that `notice` was moved: it belongs to the list it lies in now, and so does its audience.

    An audience that the new publisher may not address, or areas outside of the new one, become everybody in
    the new area. A notice for committees that would lose that restriction is taken off the site instead of
    becoming public.

    Args:
        notice: the page after the move.
        before: its `url_path` before; equal to `after` where only the order among siblings changed.
        after: its `url_path` now.
        actor: who moved it.
    """
    if before == after:
        return
    old_paths = list(notice.audience_areas.values_list("area__path", flat=True))
    notice = NoticePage.objects.get(pk=notice.pk)
    notice.belong_to(notice.get_parent().specific)
    allowed = notice.audience in AUDIENCES_OF_LEVEL[Level(notice.area.level)]
    outside = any(not area.path.startswith(notice.area.path) for area in notice.chosen_areas.all())
    if not allowed or outside:
        if notice.audience == Audience.COMMITTEES and notice.live:
            notice.unpublish(user=None, log_action=False)
        notice.audience = Audience.EVERYONE
        notice.chosen_areas.set([])
    if notice.audience == Audience.EVERYONE or not notice.chosen_areas.count():
        notice.audience_areas.all().delete()
        if notice.live:
            NoticeAudience.objects.create(notice=notice, area=notice.area)
    notice.save(clean=False)
    new_paths = [] if notice.is_for_committees else notice.audience_areas.values_list("area__path", flat=True)
    record(
        actor=actor,
        verb="notice.moved",
        instance=notice,
        body_id=notice.body_owner_id,
        area_paths=[*old_paths, *new_paths],
        changes={"url_path": [before, after]},
    )
