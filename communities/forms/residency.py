"""The form by which residents choose their community."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from communities.choices import AreaState, BodyKind
from communities.models import Area, Body
from communities.querysets import BodyQuerySet


class ByStreet(ModelChoiceIterator[Body]):
    """Choices in groups, one for each street."""

    def __iter__(self) -> Iterator[Any]:
        yield ("", self.field.empty_label)
        bodies = self.queryset.select_related("area", "area__parent")
        for street, group in groupby(bodies, key=lambda body: body.area.parent):
            yield (str(street), [(body.pk, str(body.area)) for body in group])


class CommitteeField(forms.ModelChoiceField[Body]):
    """A committee's body, shown as its community under its street."""

    iterator = ByStreet


class JoinForm(forms.Form):
    """Which community to join."""

    committee = CommitteeField(
        label=_("我的社区"),
        queryset=Body.objects.none(),
        empty_label=_("请选择"),
        help_text=_("按街道排列。选您住的社区，也可以是父母住的或您工作的社区。"),
        error_messages={
            "required": _("请选择一个社区。"),
            "invalid_choice": _("没有这个社区，请从列表里选择。"),
        },
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["committee"]
        assert isinstance(field, CommitteeField)  # noqa: S101 - for the type checker
        field.queryset = joinable(today=today)


def joinable(*, today: date) -> BodyQuerySet:
    """Return the committees that residents can join, in the order of their streets."""
    return (
        Body.objects.current(today=today)
        .filter(kind=BodyKind.COMMITTEE, area__state=AreaState.ACTIVE)
        .order_by("area__parent__code", "area__parent_id", "area__code", "area__name", "pk")
    )


def committee_of(text: str | None, *, today: date) -> Body | None:
    """Return the committee of the community whose official code is `text`, or None where there is none."""
    if not text or not text.isascii() or not text.isdigit():
        return None
    area = Area.objects.filter(code=text[:12]).first()
    return joinable(today=today).filter(area=area).first() if area is not None else None
