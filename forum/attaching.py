"""Pictures and files of posts: how many, whose, and what happens to them while a change waits.

The gate (`media.attachments`) checks and keeps them; a post says who may read them, as it is now.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from communities.permissions import has_right
from communities.roles import Right
from events.querysets import kind_of
from events.record import record
from forum.choices import State, Trust
from forum.models import Draft, Enquiry, Member, Post
from forum.permissions import can_moderate_board, can_see_topic
from media.actions.claim_attachments import claim_attachments
from media.actions.hold_attachments import hold_attachments
from media.actions.remove_attachments import remove_attachments
from media.attachments.owners import Owner, registry
from media.models import Attachment
from moderation.models import QueueItem

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

MOST: Final = 9
HELD_FOR: Final = timedelta(days=183)
# Of somebody who has not earned more: enough to show a broken lamp, too few to fill a board.
MOST_OF_NEW: Final = 3


def most_attachments(member: Member | None, post: Post | None = None) -> int:
    """Return how many a post of this member may have; one that has more already keeps them."""
    most = most_with(member.trust if member is not None else None)
    return max(most, post.attachment_count if post is not None else 0)


def most_with(trust: int | None) -> int:
    """Return how many a new post of a member with that trust may have; None before their first post."""
    return MOST_OF_NEW if trust is None or trust == Trust.NEW else MOST


def attach(
    post: Post,
    keys: Sequence[UUID],
    *,
    actor: User,
    most: int,
    now: datetime,
    handed_over_by: Draft | Enquiry | None = None,
) -> None:
    """Make `keys` the attachments of a post, and count them; its row is saved.

    What was kept with the actor's draft, or with an answer that a colleague drafted, is taken over.

    Raises:
        ValidationError: there are too many, or one is unknown or somebody else's.
    """
    if not keys and not post.attachment_count:
        return
    claimed = claim_attachments(
        actor=actor, owner=post, keys=keys, most=most, now=now, handed_over_by=handed_over_by
    )
    if post.attachment_count != len(claimed):
        post.attachment_count = len(claimed)
        post.save(update_fields=["attachment_count"])


def attach_pending(post: Post, keys: Sequence[UUID], *, actor: User, most: int, now: datetime) -> None:
    """Keep the attachments of a change that waits: readers go on seeing the old ones.

    Raises:
        ValidationError: there are too many, or one is unknown or somebody else's.
    """
    public = list(post.pending_attachments.get("old") or keys_of(post))
    wanted = [str(key) for key in keys]
    if not public and not wanted:
        return
    every = [*(UUID(key) for key in public), *(key for key in keys if str(key) not in public)]
    claim_attachments(actor=actor, owner=post, keys=every, most=most + len(public), now=now)
    post.pending_attachments = {"old": public, "new": wanted}
    post.attachment_count = len(public)
    post.save(update_fields=["pending_attachments", "attachment_count"])


def settle_pending(post: Post, *, actor: User | None, approve: bool, now: datetime) -> None:
    """Give a post the attachments of the change that waited, or those from before."""
    if not post.pending_attachments:
        return
    keys = [UUID(key) for key in post.pending_attachments["new" if approve else "old"]]
    present = set(Attachment.objects.of(post).values_list("key", flat=True))
    keys = [key for key in keys if key in present]
    by = actor or User.objects.get(pk=post.author_id)
    claim_attachments(actor=by, owner=post, keys=keys, most=len(keys), now=now)
    post.pending_attachments, post.attachment_count = {}, len(keys)
    post.save(update_fields=["pending_attachments", "attachment_count"])


def keys_of(post: Post) -> list[str]:
    """Return the keys of what a post has, in its order."""
    if not post.pk:
        return []
    return [str(key) for key in Attachment.objects.of(post).values_list("key", flat=True)]


def names_of(post: Post) -> list[str]:
    """Return the names of what readers see with a post, for its history."""
    return [one.name for one in shown_of([post]).get(post.pk, [])]


def shown_of(posts: Sequence[Any]) -> dict[int, list[Attachment]]:
    """Return what readers see with `posts` (or rows of them), by key; a query at most."""
    having = [post for post in posts if post.attachment_count]
    if not having:
        return {}
    found: dict[int, list[Attachment]] = Attachment.objects.by_owner([Post(pk=post.pk) for post in having])
    for post in having:
        if post.pending_attachments:
            public = set(post.pending_attachments["old"])
            found[post.pk] = [one for one in found.get(post.pk, []) if str(one.key) in public]
    return found


def judged_of(post: Post, every: dict[int, list[Attachment]]) -> list[Attachment]:
    """Return what a moderator judges: what a change that waits would show, or what is there."""
    rows = every.get(post.pk, [])
    if not post.pending_attachments:
        return rows
    wanted = set(post.pending_attachments["new"])
    return [one for one in rows if str(one.key) in wanted]


def hold(post: Post, *, actor: User, now: datetime) -> None:
    """Keep the attachments of a post that is about to be deleted, for those who keep order.

    For half a year: what was taken down for breaking a rule is to be recorded (网络安全法第四十七条), and
    whoever was reported may not make the proof disappear.
    """
    reason = _("因违规被删除，或删除时正被举报，按规定留存六个月")
    hold_attachments(actor=actor, owner=post, reason=reason, until=now + HELD_FOR, now=now)


def is_waiting(post: Post) -> bool:
    """Return whether moderators have yet to judge a post."""
    return QueueItem.objects.waiting().of(kind_of(post), post.pk).exists()


def drop_drafts(actor: User, *, now: datetime, **target: Any) -> None:
    """Throw away the actor's draft for `board=` or `topic=`, with the attachments that nothing has taken."""
    for draft in Draft.objects.filter(user=actor, **target):
        remove_attachments(actor=actor, owner=draft, now=now)
        record(actor=actor, verb="draft.dropped", instance=draft, is_tombstone=True, now=now)
        draft.delete()


def _may_read(user: "User | AnonymousUser", key: int) -> bool:
    """Return whether the reader sees the post itself, as it is now."""
    post = Post.objects.select_related("topic__board__area").filter(pk=key).first()
    if post is None or not can_see_topic(user, post.topic):
        return False
    if post.state == State.PUBLISHED:
        return True
    own = user.is_authenticated and post.author_id == user.pk and post.state != State.DELETED
    return own or _keeps_order(user, post)


def _may_inspect(user: "User | AnonymousUser", key: int) -> bool:
    post = Post.objects.select_related("topic__board__area").filter(pk=key).first()
    return post is not None and _keeps_order(user, post)


def _keeps_order(user: "User | AnonymousUser", post: Post) -> bool:
    return not post.topic.is_private and can_moderate_board(user, post.topic.board)


def _is_drafts_own(user: "User | AnonymousUser", key: int) -> bool:
    return user.is_authenticated and Draft.objects.filter(pk=key, user=user.pk).exists()


def _handles(user: "User | AnonymousUser", key: int) -> bool:
    """Return whether the reader's office answers the enquiry: an answer that is not signed yet is its own."""
    enquiry = Enquiry.objects.select_related("body").filter(pk=key).first()
    return enquiry is not None and has_right(user, Right.ANSWER_ENQUIRIES, enquiry.body)


registry.register("forum.enquiry")(Owner(may_read=_handles))
registry.register("forum.post")(Owner(may_read=_may_read, may_inspect=_may_inspect))
registry.register("forum.draft")(Owner(may_read=_is_drafts_own))
