"""What a kind of thing says of itself: how it becomes a document, who may see it, how it is shown.

To let people find another kind of thing, write one module in this package:

1. a subclass of `Source` (of `PageSource` for pages) with `kind`, `label`, `icon` and `position`;
2. `entries(pks)`: the document of each object that can be found, for the keys given or for all;
3. `affected(events)`: whose documents an event changes; usually the object itself;
4. `shown(pks, viewing)`: title and address of those that the reader may see *now*, asked of the database;
5. `SOURCE = …` at its end, and its name in `search.sources.MODULES`.

The rest follows: index, facets, suggestions, feeds, alerts, checks. `tests/search/test_sources.py` asks of
each source that the two sides agree, and fails for a page type that none names.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import DateTimeField, TextField
from wagtail.fields import StreamField
from wagtail.models import Page

from events.prepared import Prepared, slot
from search.documents import Entry
from search.viewing import Viewing

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from cms_pages.models import BasePage
    from events.models import Event

CHUNK: Final = 200
# A page of results and the pinned ones above it.
SHOWN_AT_ONCE: Final = 24
# What readers and clocks do to an object leaves its text and its readers as they are.
_UNCHANGED: Final = (
    *(".opened", ".signed", ".reminded", ".rated", ".rated_again", ".assured", ".assurance_due"),
    *(".reviewed", ".review_due", ".schedule_failed", ".scheduled"),
    # What the first look at all columns of a new site says of each body at once.
    ".flagged",
)


@dataclass(frozen=True)
class Shown:
    """A result as its reader may see it at this moment.

    Attributes:
        title: its name.
        url: where it leads.
        area: the place that it belongs to, in words.
        owner: who answers for it.
        date: when it was published.
        badges: states, as the component `badge` takes them.
    """

    title: str
    url: str
    area: str = ""
    owner: str = ""
    date: datetime | None = None
    badges: tuple[dict[str, str], ...] = field(default=())

    def at(self, url: str) -> "Shown":
        """Return it with another address."""
        return replace(self, url=url)

    def badged(self, *badges: dict[str, str]) -> "Shown":
        """Return it with these states."""
        return replace(self, badges=badges)


class Source(ABC):
    """One kind of thing.

    Attributes:
        kind: its name in keys and addresses; never renamed.
        label: its name for people, as the facet shows it.
        icon: in the sprite of `design`.
        position: its place among the facets.
        weight: how much likelier people look for it than for others.
        half_life: days after which it is worth half; 0 for what doesn't age.
        object_kinds: what events call its objects.
        has_meaning: whether a question may mean it without naming it; names only seem to be meant.
        additions: verbs after which everything stays visible that was; their objects need not be hidden until
            the index has taken them in.
    """

    kind: ClassVar[str]
    label: "ClassVar[str | _StrPromise]"
    icon: ClassVar[str] = "file-text"
    position: ClassVar[int] = 100
    weight: ClassVar[float] = 1.0
    half_life: ClassVar[int] = 0
    object_kinds: ClassVar[frozenset[str]] = frozenset()
    has_meaning: ClassVar[bool] = True
    additions: ClassVar[frozenset[str]] = frozenset()

    @abstractmethod
    def keys(self) -> list[int]:
        """Return the keys of all objects that can be found."""

    @abstractmethod
    def entries(self, pks: Collection[int]) -> Iterator[Entry]:
        """Yield the documents of those of `pks` that can be found."""

    @abstractmethod
    def shown(self, pks: Sequence[int], viewing: Viewing) -> dict[int, Shown]:
        """Return how those of `pks` look that the reader may see now. A fixed number of queries."""

    @abstractmethod
    def titled(self, words: Sequence[str], *, now: datetime, most: int) -> list[int]:
        """Return the keys of some that everybody may see with all `words` in their titles, for when no
        engine answers.
        """

    def concerns(self, event: "Event") -> bool:
        """Return whether the event may change documents of this kind; asked in the writer's transaction."""
        return event.object_kind in self.object_kinds and self.concerns_verb(event)

    def concerns_verb(self, event: "Event") -> bool:
        """Return whether what was done may change text or readers."""
        return not event.verb.endswith(_UNCHANGED)

    def prepare(self, events: "Iterable[Event] | None") -> None:  # noqa: B027 - most have nothing to prepare
        """Do what has to be done before documents are made of the objects of `events`, or with None of all
        objects; called where the index is written, never by a question.
        """

    def affected(self, events: "Iterable[Event]") -> set[int]:
        """Return the keys of the objects whose documents the events change."""
        return {int(event.object_id) for event in events if event.object_id.isdecimal()}

    def below(self, _page: Page) -> set[int]:
        """Return the keys of the objects that lie below a page that was moved."""
        return set()

    def at_part(self, _pk: int, shown: Shown, _part: int) -> Shown:
        """Return a result as it looks when the words stand in one part of its text (`search.fragments`)."""
        return shown


class PageSource(Source):
    """Pages of one model.

    Attributes:
        model: the page model; its label is added to `object_kinds`.
        look_texts: its long texts that `look` reads.
    """

    model: "ClassVar[type[BasePage]]"
    look_texts: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "model" in vars(cls):
            cls.object_kinds = frozenset({cls.model._meta.label_lower, *cls.object_kinds})

    def pages(self) -> Any:
        """Return the pages that can be found. Who may read them is the document's to say."""
        return self.model.objects.live()

    def prepared(self, pages: Any) -> Any:
        """Return the pages with what `body` and the rest read."""
        return pages.select_related("area")

    def load(self, pages: Sequence[Any]) -> None:
        """Put on the pages, at once for all, what no relation brings."""

    def keys(self) -> list[int]:
        return list(self.pages().order_by("pk").values_list("pk", flat=True))

    def entries(self, pks: Collection[int]) -> Iterator[Entry]:
        pages = list(self.prepared(self.pages().filter(pk__in=pks)).order_by("pk"))
        self.load(pages)
        trees = trees_of(pages)
        for page in pages:
            yield self.entry(page, trees[page.pk]).bounded()

    def entry(self, page: Any, tree: tuple[int, ...]) -> Entry:
        """Return the document of one page."""
        return Entry(
            kind=self.kind,
            pk=page.pk,
            title=page.title,
            body=self.body(page),
            areas=tuple(page.area.ancestor_ids),
            reach=(page.area_id,),
            department=getattr(page, "body_owner_id", None) or 0,
            date=page.last_published_at or page.first_published_at,
            tree=tree,
        )

    @abstractmethod
    def body(self, page: Any) -> str:
        """Return the page's text: whatever a reader of the page reads."""

    def visible(self, _viewing: Viewing) -> Any:
        """Return the pages that the reader may read at this moment, those of closed branches among them."""
        return self.pages()

    def is_like_visitor(self, _viewing: Viewing) -> bool:
        """Return whether the reader's `visible` is a visitor's, so that the question need not be put together
        for them.
        """
        return True

    def _visible_light(self, viewing: Viewing) -> Any:
        """Return those pages without their long texts, which no result shows."""
        related = [name for name in ("area", "body_owner__area") if hasattr(self.model, name.split("__")[0])]
        long = {
            field.name
            for field in self.model._meta.local_concrete_fields
            if isinstance(field, TextField | StreamField)
        }
        return (
            self.visible(viewing)
            .select_related(*related)
            .defer("search_description", *long - self.look_texts)
            .order_by()
        )

    @cached_property
    def _for_visitors(self) -> Prepared[Any]:
        viewing = Viewing(AnonymousUser(), slot("now", DateTimeField))
        keys = [slot(f"key{place}") for place in range(SHOWN_AT_ONCE)]
        return Prepared(lambda: self._visible_light(viewing).filter(id__in=keys))

    def shown(self, pks: Sequence[int], viewing: Viewing) -> dict[int, Shown]:
        if len(pks) <= SHOWN_AT_ONCE and self.is_like_visitor(viewing):
            pages = self._for_visitors(now=viewing.now, **keyed(pks))
        else:
            pages = self._visible_light(viewing).filter(pk__in=pks)
        found = {page.pk: self.look(page, viewing) for page in pages if viewing.is_open(page)}
        return {pk: look for pk, look in found.items() if look.url}

    def look(self, page: Any, viewing: Viewing) -> Shown:
        """Return how one page looks among results."""
        return Shown(
            title=page.title,
            url=viewing.address(page),
            area=page.area.short_name,
            owner=str(getattr(page, "body_owner", "") or ""),
            date=page.last_published_at or page.first_published_at,
        )

    def titled(self, words: Sequence[str], *, now: datetime, most: int) -> list[int]:
        pages = self.visible(Viewing(AnonymousUser(), now)).public()
        for word in words:
            pages = pages.filter(title__icontains=word)
        return list(pages.order_by("-latest_revision_created_at", "-pk").values_list("pk", flat=True)[:most])

    def below(self, page: Page) -> set[int]:
        return set(self.model.objects.descendant_of(page, inclusive=True).values_list("pk", flat=True))


def keyed(pks: Sequence[int]) -> dict[str, int]:
    """Return the values of the slots `key0` … of a prepared question for some objects; no object has the key
    0.
    """
    keys = [*pks, *[0] * (SHOWN_AT_ONCE - len(pks))]
    return {f"key{place}": key for place, key in enumerate(keys)}


def trees_of(pages: Sequence[Page]) -> dict[int, tuple[int, ...]]:
    """Return for each page the keys of the pages that it lies below, itself last; one query."""
    step = Page.steplen
    paths = {page.path[:end] for page in pages for end in range(step, len(page.path) + 1, step)}
    keys: dict[str, int] = {}
    ordered = sorted(paths)
    for start in range(0, len(ordered), 500):
        keys.update(Page.objects.filter(path__in=ordered[start : start + 500]).values_list("path", "pk"))
    return {
        page.pk: tuple(
            keys[page.path[:end]] for end in range(step, len(page.path) + 1, step) if page.path[:end] in keys
        )
        for page in pages
    }
