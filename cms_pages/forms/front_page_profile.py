"""The form in which officials write their front page's content."""

from datetime import datetime
from typing import TYPE_CHECKING

from cms_pages.forms.chosen_files import ChosenFilesForm
from communities.viewsets.verbs import VerbForm

if TYPE_CHECKING:
    from accounts.models import User
    from cms_pages.models import FrontPageProfile


class FrontPageProfileForm(ChosenFilesForm, VerbForm):
    """Hands the profile, with its wanted matters, to the verb."""

    def act(self, *, actor: "User", now: datetime) -> "FrontPageProfile":
        """Save what was typed, and return the profile."""
        from cms_pages.actions.edit_front_page_profile import edit_front_page_profile

        profile: FrontPageProfile = self.save(commit=False)
        return edit_front_page_profile(
            actor=actor, profile=profile, changed_fields=self.changed_data, now=now
        )
