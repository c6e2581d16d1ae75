"""Who reads, writes, changes and keeps order in the forum."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.permissions import can_post, check_post
from communities.models import Area
from communities.permissions import has_right, standing_of
from communities.roles import Right
from forum.choices import Audience, State, TopicKind
from moderation.permissions import can_moderate_area, check_not_sanctioned

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from forum.models import Board, Post, Topic

    Person = User | AnonymousUser

# Afterwards only moderators change a post: others have answered what it said.
EDITABLE_FOR: Final = timedelta(days=30)


def may_post(user: "Person") -> bool:
    """Return whether `user` may write in public at all: the site knows who they are, and they belong
    somewhere.
    """
    return can_post(user) and has_right(user, Right.POST)


def check_may_post(user: "Person") -> None:
    """Let those pass who may write in public.

    Raises:
        PermissionDenied: they may not yet; the message says what to do.
    """
    check_post(user)
    if not has_right(user, Right.POST):
        raise PermissionDenied(_("先在“我的”里加入社区，才能发帖。"))


def belongs_to(user: "Person", audience: str, area: Area) -> bool:
    """Return whether `user` is one of `audience` in a board of `area`."""
    if audience == Audience.EVERYBODY:
        return True
    if not user.is_authenticated or not user.is_active:
        return False
    if audience == Audience.MEMBERS or user.is_superuser:
        return True
    standing = standing_of(user)
    if audience == Audience.OFFICIALS:
        return standing.has(Right.ENTER_WORKBENCH)
    return any(area.pk in body.area.ancestor_ids for body in standing.bodies_with(Right.POST))


def can_moderate_board(user: "Person", board: "Board | None" = None) -> bool:
    """Return whether `user` keeps order in `board`; with None, in some board."""
    if board is None:
        return has_right(user, Right.MODERATE)
    return can_moderate_area(user, board.area)


def can_manage_board(user: "Person", board: "Board | None" = None) -> bool:
    """Return whether `user` sets up boards: its area's moderators who write pages for it, too."""
    if board is None:
        return has_right(user, Right.MODERATE) and has_right(user, Right.WRITE_PAGES)
    return can_moderate_board(user, board) and has_right(user, Right.WRITE_PAGES)


def can_read(user: "Person", board: "Board") -> bool:
    """Return whether `user` reads `board`. Twin of `BoardQuerySet.visible_to`."""
    return belongs_to(user, board.read_by, board.area) or can_moderate_board(user, board)


def can_see_topic(user: "Person", topic: "Topic") -> bool:
    """Return whether `user` may read `topic`. Twin of `TopicQuerySet.visible_to`."""
    if user.is_authenticated and user.is_active and user.is_superuser:
        return True
    if user.is_authenticated and topic.author_id == user.pk and topic.state != State.DELETED:
        # Whoever acts for the resident reads of what is private only what they wrote together.
        since = getattr(user, "assisted_since", None)
        return since is None or not topic.is_private or topic.started_at >= since
    if topic.is_private:
        return _answers(user, topic)
    if topic.state == State.PUBLISHED and can_read(user, topic.board):
        return True
    return can_moderate_board(user, topic.board)


def _answers(user: "Person", topic: "Topic") -> bool:
    """Return whether `user` answers the enquiry of `topic`."""
    from forum.models import Enquiry

    if not standing_of(user).has(Right.ANSWER_ENQUIRIES):
        return False
    enquiry = Enquiry.objects.select_related("body").filter(topic=topic).first()
    return enquiry is not None and has_right(user, Right.ANSWER_ENQUIRIES, enquiry.body)


def check_moderate_board(user: "Person", board: "Board") -> None:
    """Let those pass who keep order in `board`.

    Raises:
        PermissionDenied: they do not.
    """
    if not can_moderate_board(user, board):
        raise PermissionDenied(_("这个版块由“%(body)s”的版主管理。") % {"body": board.body})


def check_start_topic(user: "Person", board: "Board", *, now: datetime) -> None:
    """Let those pass who may start a topic in `board`.

    Raises:
        PermissionDenied: they may not; the message says why.
    """
    check_may_post(user)
    if board.is_closed:
        raise PermissionDenied(_("这个版块已经关闭，不能再发话题。"))
    if not (belongs_to(user, board.start_by, board.area) or can_moderate_board(user, board)):
        raise PermissionDenied(_("这个版块只有%(who)s能发话题。") % {"who": Audience(board.start_by).label})
    check_not_sanctioned(user, board.area, now=now)


def check_reply(user: "Person", topic: "Topic", *, now: datetime) -> None:
    """Let those pass who may reply in `topic`.

    Raises:
        PermissionDenied: they may not; the message says why.
    """
    check_may_post(user)
    board = topic.board
    keeps_order = can_moderate_board(user, board)
    if topic.state != State.PUBLISHED:
        raise PermissionDenied(_("这个话题还没有公开或已经撤下，不能回复。"))
    if topic.is_private:
        if user.is_authenticated and (topic.author_id == user.pk or _answers(user, topic)):
            return
        raise PermissionDenied(_("这件事只有提问人和办理单位能写。"))
    if (topic.is_locked or board.is_closed) and not keeps_order:
        raise PermissionDenied(_("这个话题已经锁定，不能再回复。"))
    if not (belongs_to(user, board.reply_by, board.area) or keeps_order):
        raise PermissionDenied(_("这个版块只有%(who)s能回复。") % {"who": Audience(board.reply_by).label})
    check_not_sanctioned(user, board.area, now=now)


def can_edit_post(user: "Person", post: "Post", *, now: datetime) -> bool:
    """Return whether `user` may change `post`: its author for 30 days, and moderators; a letter its writer
    alone.
    """
    if not post.topic.is_private and can_moderate_board(user, post.topic.board):
        return True
    if not user.is_authenticated or post.author_id != user.pk or post.state in (State.DELETED, State.HIDDEN):
        return False
    return not post.topic.is_locked and now <= post.written_at + EDITABLE_FOR and may_post(user)


def check_edit_post(user: "Person", post: "Post", *, now: datetime) -> None:
    """Let those pass who may change `post`.

    Raises:
        PermissionDenied: they may not; the message says why.
    """
    if not can_edit_post(user, post, now=now):
        raise PermissionDenied(_("只能修改自己30天内发的、没有锁定的帖子。"))
    check_not_sanctioned(user, post.topic.board.area, now=now)


def can_delete_post(user: "Person", post: "Post") -> bool:
    """Return whether `user` may take `post` back: its author, and moderators.

    Not what an office has to answer, nor its answer: an enquiry that can be deleted can be made to have never
    been late.
    """
    topic = post.topic
    if post.state == State.DELETED or post.answered_for_id is not None:
        return False
    if topic.kind == TopicKind.ENQUIRY and post.number == 1:
        return False
    own = user.is_authenticated and post.author_id == user.pk and not topic.is_locked
    return own or (not topic.is_private and can_moderate_board(user, topic.board))


def check_report(user: "Person", post: "Post") -> None:
    """Let those pass who may tell the moderators of `post`, which they see.

    Raises:
        PermissionDenied: it is a letter that no moderator reads, or it is gone already.
    """
    if post.topic.is_private:
        raise PermissionDenied(_("不公开的往来版主看不到，有意见请直接向办理单位的上级反映。"))
    if post.state != State.PUBLISHED:
        raise PermissionDenied(_("这个帖子现在不公开，不用举报。"))


def can_accept_answer(user: "Person", topic: "Topic") -> bool:
    """Return whether `user` may say which reply answered `topic`: who asked, and moderators."""
    if topic.kind != TopicKind.QUESTION or topic.state != State.PUBLISHED:
        return False
    asked = user.is_authenticated and topic.author_id == user.pk
    return asked or can_moderate_board(user, topic.board)


def can_see_history(user: "Person", post: "Post") -> bool:
    """Return whether `user` reads what `post` said before: everybody who sees a published one."""
    return can_see_whole_history(user, post) or post.state == State.PUBLISHED


def can_see_whole_history(user: "Person", post: "Post") -> bool:
    """Return whether `user` reads also what somebody else than its author took out of `post`.

    A moderator removes a neighbour's telephone number: it must not be read one page further on.
    """
    own = user.is_authenticated and post.author_id == user.pk
    return own or can_moderate_board(user, post.topic.board)
