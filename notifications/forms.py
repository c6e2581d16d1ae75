"""What somebody wants to be told, and how."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.models import User
from notifications.kinds import Told, kinds_for
from notifications.preferences import choices_of, is_topic_wanted, is_wanted
from notifications.topics import Channel, topics_for


class _ChannelsForm(forms.Form):
    """One group of boxes for each thing that can be chosen for."""

    # No box ticked is a choice like any other: the groups aren't marked as optional.
    nothing_is_an_answer = True
    keys: Iterable[str] = ()

    def add_group(self, key: str, *, label: str, wanted: Iterable[Channel], help_text: str = "") -> None:
        """Add the boxes for one topic or event; the field has its name, with no dot in it."""
        self.fields[field_name(key)] = forms.MultipleChoiceField(
            label=label,
            required=False,
            choices=Channel.choices,
            widget=forms.CheckboxSelectMultiple,
            initial=[channel.value for channel in wanted],
            help_text=help_text,
        )

    def choices(self) -> dict[tuple[str, Channel], bool]:
        """Return what was chosen, for each topic or event and each channel."""
        return {
            (key, channel): channel.value in self.cleaned_data[field_name(key)]
            for key in self.keys
            for channel in Channel
        }


class PreferencesForm(_ChannelsForm):
    """One group of boxes for each topic that concerns the person."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = choices_of(user)
        topics = topics_for(user)
        self.keys = [key for key, _topic in topics]
        for key, topic in topics:
            self.add_group(
                key,
                label=str(topic.label),
                wanted=[channel for channel in Channel if is_topic_wanted(chosen, key, channel)],
                help_text=_apart(key, kinds_for(user, key), {kind for kind, _channel in chosen}),
            )


class EventPreferencesForm(_ChannelsForm):
    """One group of boxes for each event of a topic that concerns the person."""

    def __init__(self, *args: Any, user: User, kinds: list[tuple[str, Told]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = choices_of(user)
        self.keys = [kind for kind, _told in kinds]
        several = len({told.audience for _kind, told in kinds}) > 1
        for kind, told in kinds:
            self.add_group(
                kind,
                label=str(told.label),
                wanted=[channel for channel in Channel if is_wanted(chosen, kind, channel)],
                help_text=str(told.audience.label) if several else "",
            )


def field_name(key: str) -> str:
    """Return the name of the field for a topic or an event."""
    return key.replace(".", "-")


def _apart(topic: str, kinds: list[tuple[str, Told]], chosen: set[str]) -> str:
    """Return the link to the single events of a topic, and how many were chosen for apart."""
    if len(kinds) < 2:
        return ""
    count = sum(kind in chosen for kind, _told in kinds)
    said = _("（有%(count)s项单独选过）") % {"count": count} if count else ""
    url = reverse("notification-event-preferences", args=[topic])
    return format_html('<a href="{}">{}</a>{}', url, _("逐项选择"), said)
