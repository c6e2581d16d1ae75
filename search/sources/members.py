"""论坛成员: people's public pages, by the nickname that they chose."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy

from forum.models import Member
from search.documents import Entry
from search.sources.base import Shown, Source
from search.viewing import Viewing

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from events.models import Event

_MEMBER, _USER = "forum.member", "accounts.user"


class MemberSource(Source):
    """Members of the forum who let themselves be found. Documents go by the key of the person, and hold a
    nickname and nothing else: no name to sign in with, no words about themselves. Minors are in no index.
    """

    kind = "member"
    label = gettext_lazy("论坛成员")
    icon = "users"
    position = 90
    has_meaning = False
    weight = 0.6
    object_kinds = frozenset({_MEMBER, _USER})
    additions = frozenset({"forum_member.added"})

    def _members(self) -> "QuerySet[Member]":
        return Member.objects.findable()

    def keys(self) -> list[int]:
        return list(self._members().order_by("user").values_list("user", flat=True))

    def entries(self, pks: Collection[int]) -> Iterator[Entry]:
        for member in self._members().filter(user__in=pks).select_related("user").order_by("user"):
            yield Entry(kind=self.kind, pk=member.user_id, title=member.user.nickname).bounded()

    def concerns(self, event: "Event") -> bool:
        # Signing in and the like are events of a person, too.
        shown = ("user.nickname_changed", "user.closed", "user.deactivated", "user.activated")
        return event.object_kind == _MEMBER or event.verb in shown

    def affected(self, events: "Iterable[Event]") -> set[int]:
        events = [event for event in events if event.object_id.isdecimal()]
        members = [int(event.object_id) for event in events if event.object_kind == _MEMBER]
        people = {int(event.object_id) for event in events if event.object_kind == _USER}
        return people | set(Member.objects.filter(pk__in=members).values_list("user", flat=True))

    def shown(self, pks: Sequence[int], viewing: Viewing) -> dict[int, Shown]:
        members = self._members().filter(user__in=pks).select_related("user")
        return {
            member.user_id: Shown(title=member.user.nickname, url=reverse("member", args=[member.user_id]))
            for member in members
        }

    def titled(self, words: Sequence[str], *, now: datetime, most: int) -> list[int]:
        members = self._members()
        for word in words:
            members = members.filter(user__nickname__icontains=word)
        return list(members.order_by("user").values_list("user", flat=True)[:most])


SOURCE = MemberSource()
