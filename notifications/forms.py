"""What somebody wants to be told, and how."""

from typing import Any

from django import forms

from accounts.models import User
from notifications.preferences import choices_of
from notifications.topics import WANTED_UNASKED, Channel, topics_for


class PreferencesForm(forms.Form):
    """One group of boxes for each topic that concerns the person."""

    # No box ticked is a choice like any other: the groups aren't marked as optional.
    nothing_is_an_answer = True

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = choices_of(user)
        self.topics = [key for key, _topic in topics_for(user)]
        for key, topic in topics_for(user):
            self.fields[key] = forms.MultipleChoiceField(
                label=str(topic.label),
                required=False,
                choices=Channel.choices,
                widget=forms.CheckboxSelectMultiple,
                initial=[
                    channel.value
                    for channel in Channel
                    if chosen.get((key, channel), channel in WANTED_UNASKED)
                ],
            )

    def choices(self) -> dict[tuple[str, Channel], bool]:
        """Return what was chosen, for each topic and channel."""
        return {
            (key, channel): channel.value in self.cleaned_data[key]
            for key in self.topics
            for channel in Channel
        }
