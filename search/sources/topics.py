"""社区论坛: topics with all that was replied, one document for each."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import DateTimeField, Prefetch, Q
from django.utils.translation import gettext_lazy

from communities.choices import AreaState
from events.prepared import Prepared, slot
from forum.addresses import topic_url
from forum.choices import TopicKind
from forum.models import Enquiry, PollOption, Post, Topic
from search.documents import Entry
from search.fragments import begin_part
from search.sources.base import SHOWN_AT_ONCE, Shown, Source, keyed
from search.sources.texts import joined, plain
from search.viewing import Viewing

if TYPE_CHECKING:
    from events.models import Event
    from forum.querysets.topics import TopicQuerySet

_TOPIC, _POST, _ENQUIRY = "forum.topic", "forum.post", "forum.enquiry"
# A topic of a thousand replies is found by its last one, too.
LONGEST: Final = 200_000


class TopicSource(Source):
    """What people talk about. Who reads a board is asked with each question (`search.restrictions`), so
    that a board that is closed to the public closes at once.
    """

    kind = "topic"
    label = gettext_lazy("社区论坛")
    icon = "messages-square"
    position = 70
    weight = 0.75
    half_life = 180
    object_kinds = frozenset({_TOPIC, _POST, _ENQUIRY})
    # Of these nothing that was to be read before can have gone.
    additions = frozenset(
        {"topic.started", "topic.submitted", "post.replied", "post.submitted", "enquiry.received"}
    )
    wanted: ClassVar[Q] = ~Q(kind=TopicKind.ENQUIRY)

    def topics(self) -> "TopicQuerySet":
        """Return the topics of this kind that some reader may find."""
        return Topic.objects.listed().filter(self.wanted, board__area__state=AreaState.ACTIVE)

    def keys(self) -> list[int]:
        return list(self.topics().order_by("pk").values_list("pk", flat=True))

    def entries(self, pks: Collection[int]) -> Iterator[Entry]:
        topics = list(
            self.topics()
            .filter(pk__in=pks)
            .select_related("board__area", *self._joined())
            .prefetch_related(Prefetch("poll__options", PollOption.objects.order_by("pk")))
            .order_by("pk")
        )
        texts: defaultdict[int, list[str]] = defaultdict(list)
        posts = Post.objects.published().filter(topic__in=topics).order_by("topic", "number")
        for topic_id, number, html in posts.values_list("topic", "number", "html").iterator():
            texts[topic_id].append(begin_part(number) + plain(html))
        for topic in topics:
            yield self._entry(topic, texts[topic.pk]).bounded(longest=LONGEST)

    def _joined(self) -> tuple[str, ...]:
        return ("poll",)

    def _entry(self, topic: Any, texts: list[str]) -> Entry:
        area = topic.board.area
        poll = getattr(topic, "poll", None)
        return Entry(
            kind=self.kind,
            pk=topic.pk,
            title=topic.title,
            keywords=" ".join(topic.tag_names),
            body=joined(*texts, *(option.text for option in (poll.options.all() if poll else ()))),
            areas=tuple(area.ancestor_ids),
            reach=(area.pk,),
            date=topic.started_at,
            tree=(-topic.board_id,),
        )

    def concerns(self, event: "Event") -> bool:
        unread = (
            ".liked",
            ".unliked",
            ".watch_set",
            ".voted",
            ".noted",
            ".drafted",
            ".assigned",
            ".pinned",
            ".unpinned",
        )
        return super().concerns(event) and not event.verb.endswith(unread)

    def affected(self, events: "Iterable[Event]") -> set[int]:
        named: defaultdict[str, set[int]] = defaultdict(set)
        for event in events:
            if event.object_id.isdecimal():
                named[event.object_kind].add(int(event.object_id))
        topics = set(named[_TOPIC])
        if named[_POST]:
            topics |= set(Post.objects.filter(pk__in=named[_POST]).values_list("topic", flat=True))
        if named[_ENQUIRY]:
            topics |= set(Enquiry.objects.filter(pk__in=named[_ENQUIRY]).values_list("topic", flat=True))
        # Of a merger only the topic that stays has an event.
        found = Topic.objects.filter(self.wanted).filter(Q(pk__in=topics) | Q(merged_into__in=topics))
        return set(found.values_list("pk", flat=True))

    def shown(self, pks: Sequence[int], viewing: Viewing) -> dict[int, Shown]:
        if viewing.user.is_authenticated or len(pks) > SHOWN_AT_ONCE:
            topics = list(self._visible(viewing).filter(pk__in=pks))
        else:
            topics = self._for_visitors(**keyed(pks))
        return {topic.pk: self._look(topic) for topic in topics}

    def _visible(self, viewing: Viewing) -> "TopicQuerySet":
        topics = self.topics().visible_to(viewing.user)
        return topics.select_related("board__area", *self._joined()).order_by()

    @cached_property
    def _for_visitors(self) -> Prepared[Topic]:
        viewing = Viewing(AnonymousUser(), slot("now", DateTimeField))
        keys = [slot(f"key{place}") for place in range(SHOWN_AT_ONCE)]
        return Prepared(lambda: self._visible(viewing).filter(pk__in=keys))

    def _look(self, topic: Any) -> Shown:
        return Shown(
            title=topic.title,
            url=topic_url(topic.pk),
            area=topic.board.area.short_name,
            owner=topic.board.name,
            date=topic.started_at,
        )

    def at_part(self, pk: int, shown: Shown, part: int) -> Shown:
        """Return the result with the address of the post in which the words stand."""
        return shown.at(topic_url(pk, part))

    def titled(self, words: Sequence[str], *, now: datetime, most: int) -> list[int]:
        topics = self.topics().visible_to(AnonymousUser())
        for word in words:
            topics = topics.filter(title__icontains=word)
        return list(topics.order_by("-last_post_at", "-pk").values_list("pk", flat=True)[:most])


SOURCE = TopicSource()
