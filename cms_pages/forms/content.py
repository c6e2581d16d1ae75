"""The editor's form of a page below a column."""

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from cms_pages.forms.chosen_files import ChosenFilesForm
from cms_pages.publication.words import MAX_TITLE, title_error


class ContentPageForm(ChosenFilesForm, WagtailAdminPageForm):
    """Checks what a draft, too, must keep to. What publishing needs is asked of the page
    (`publication_errors`) and told at the fields. The form of a new page makes one page, however often it is
    sent.

    Attributes:
        slug_follows_title: whether the address of a draft, which nobody has yet, follows its title.
    """

    slug_follows_title = True
    submission_token = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.parent_page is not None:
            self.instance.future_parent = self.parent_page.specific
            self.instance.belong_to(self.instance.future_parent)
        if self.instance.pk:
            del self.fields["submission_token"]
        else:
            self.initial["submission_token"] = uuid4()
        if "title" in self.fields:
            title = cast("forms.CharField", self.fields["title"])
            title.max_length = MAX_TITLE
            title.widget.attrs["maxlength"] = MAX_TITLE

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if len(title) > MAX_TITLE:
            raise forms.ValidationError(
                _("标题太长（%(length)d个字），最多%(most)d个字。")
                % {"length": len(title), "most": MAX_TITLE}
            )
        wrong = title_error(title)
        if wrong:
            raise forms.ValidationError(wrong)
        return title

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.slug_follows_title and not self.instance.first_published_at:
            self.instance.slug = ""
        return cleaned

    def is_valid(self) -> bool:
        """Return whether the draft may be saved; outside Wagtail's deferred validation, whether it may be
        published.
        """
        valid: bool = super().is_valid()
        if valid and not self.is_deferred_validation:
            # What the page is asked is all of it: what was picked or added goes to the instance, in memory.
            self.save_cluster_m2m()
            for formset in self.formsets.values():
                formset.save(commit=False)
            for error in self.instance.publication_errors():
                self.add_error(error.field if error.field in self.fields else None, error.message)
            valid = not self.errors
        return valid

    def save(self, commit: bool = True) -> Any:
        """Save, and remember which submission of the form of a new page made it."""
        token = self.cleaned_data.get("submission_token")
        if token and not self.instance.pk:
            self.instance.submission_token = token
        return super().save(commit=commit)
