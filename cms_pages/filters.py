"""What the filters of all lists share. Whatever is wrong in an address is said, and left out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Protocol, TypeVar

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from communities.choices import Level
from communities.models import Area
from design.formatting import safe_text


class HasSlug(Protocol):
    """Something that an address names by its slug."""

    @property
    def slug(self) -> Any: ...


Choice = TypeVar("Choice", bound=HasSlug)


@dataclass
class ListFilters:
    """The filters of one request for a list of `area`. A subclass reads them in `parse`.

    Attributes:
        area: whose list it is.
        words: what the reader looks for, cleaned and cut.
        errors: by name of the parameter, what is wrong with it.
    """

    area: Area
    words: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    longest_words: ClassVar[int] = 50

    def wanted(self) -> Mapping[str, str]:
        """Return the filters as parameters of an address, without the page; empty ones among them."""
        raise NotImplementedError

    def labels(self) -> Mapping[str, str]:
        """Return, by name of the parameter, how a filter in force is called."""
        raise NotImplementedError

    @cached_property
    def parameters(self) -> dict[str, str]:
        """The filters in force as parameters of an address, without the page."""
        return {name: value for name, value in self.wanted().items() if value}

    def address(self, base: str, **changes: str) -> str:
        """Return the address of the list with these filters; a change to an empty text takes a parameter
        out.
        """
        wanted = {name: value for name, value in {**self.parameters, **changes}.items() if value}
        return f"{base}?{urlencode(wanted)}" if wanted else base

    def chips(self, base: str) -> list[dict[str, str]]:
        """Return the filters in force, each with the address of the list without it."""
        labels = self.labels()
        return [
            {"label": labels[name], "remove_url": self.address(base, **{name: ""})}
            for name in self.parameters
        ]

    def read_words(self, text: str) -> None:
        """Take what the reader looks for."""
        words = " ".join(safe_text(text).split())
        if len(words) > self.longest_words:
            self.errors["q"] = _("要找的词太长，只用了前%(most)d个字。") % {"most": self.longest_words}
            words = words[: self.longest_words]
        self.words = words

    def choice(self, name: str, slug: str, choices: Iterable[Choice], error: str) -> Choice | None:
        """Return which of `choices` the parameter `name` means; none, and `error`, where it is none."""
        found = next((choice for choice in choices if slug and choice.slug == slug), None)
        if slug and found is None:
            self.errors[name] = error
        return found

    def lose_place(self) -> None:
        """Say that the page that was asked for is not there, and that this is the first one."""
        self.errors["page"] = _("翻页的位置不对，下面是第一页。")

    def bar_field(self, name: str, label: str, value: str, **rest: Any) -> dict[str, Any]:
        """Return a field of `design/components/filter_bar.html`."""
        return {"name": name, "label": label, "value": value, "error": self.errors.get(name, ""), **rest}


def children_of(area: Area) -> list[Area]:
    """Return the areas directly below `area` that have lists of their own."""
    if area.level not in (Level.DISTRICT, Level.STREET):
        return []
    return list(Area.objects.active().filter(parent=area, level__in=(Level.STREET, Level.COMMUNITY)))


def options(everything: str, choices: Iterable[tuple[str, Any]]) -> list[dict[str, str]]:
    """Return the options of a field: all of it, then each choice."""
    return [{"value": "", "label": everything}, *({"value": v, "label": str(label)} for v, label in choices)]


def slugs(choices: Sequence[Choice], name: str) -> list[tuple[str, str]]:
    """Return choices by slug, each called by its attribute `name`."""
    return [(choice.slug, getattr(choice, name)) for choice in choices]
