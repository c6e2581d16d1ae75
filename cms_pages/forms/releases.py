"""The workbench's form of a release."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from accounts.models import User
from cms_pages.actions.save_release import save_release
from cms_pages.models import NoticePage, NoticeRelease
from cms_pages.notices.permissions import publishing_body_ids
from communities.models import Body
from communities.viewsets.verbs import VerbForm


class DraftsField(forms.ModelMultipleChoiceField):
    """Drafts to tick, the newest first."""

    def label_from_instance(self, obj: NoticePage) -> str:
        return str(obj.get_admin_display_title())


class NoticeReleaseForm(VerbForm):
    """Name, moment and members of a release."""

    notices = DraftsField(
        queryset=NoticePage.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        label=_("一起发布的公告"),
        help_text=_("从本单位的草稿里选，发布时取各自最新的版本。要么全部发布，要么一条都不发布。"),
    )

    class Meta(VerbForm.Meta):  # type: ignore[name-defined]
        model = NoticeRelease
        fields = ["name", "body", "release_at"]
        widgets = {"release_at": AdminDateTimeInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = publishing_body_ids(self.for_user)
        own = Body.objects.all() if bodies is None else Body.objects.filter(pk__in=bodies)
        self.fields["body"].queryset = own
        if own.count() == 1:
            self.fields["body"].initial = own.get()
        drafts = NoticePage.objects.filter(body_owner__in=own, has_unpublished_changes=True)
        # Those of other plans are not offered; a failed or waiting plan keeps its own.
        drafts = drafts.exclude(release_member__isnull=False)
        if self.instance.pk:
            drafts = drafts | NoticePage.objects.filter(release_member__release=self.instance)
            self.fields["notices"].initial = list(self.instance.members.values_list("notice_id", flat=True))
        self.fields["notices"].queryset = drafts.distinct().order_by("-latest_revision_created_at", "-pk")

    def act(self, *, actor: User, now: datetime) -> NoticeRelease:
        """Plan it."""
        typed = self.cleaned_data
        return save_release(
            actor=actor,
            release=NoticeRelease.objects.get(pk=self.instance.pk) if self.instance.pk else None,
            name=typed["name"],
            body=typed["body"],
            notices=typed["notices"],
            release_at=typed["release_at"],
            now=now,
        )
