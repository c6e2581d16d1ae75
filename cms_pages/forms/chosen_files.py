"""Pictures and files that a form may bring in: only such as its user could have chosen.

Wagtail's choosers offer nothing else, but its forms take any key. Whoever may read a notice may have what is
attached to it; so a forged key would hand the whole town a sibling's draft, or what only committees may read.
"""

from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex
from wagtail.permissions import policy_registry

NOT_YOURS = _("里面有您不能使用的图片或文件。请把它删掉，从您自己的或共用的文件夹里重新选择。")
# Of these the policy wants one, as the choosers do.
USING = ("change", "choose")


class ChosenFilesForm(forms.ModelForm):
    """A form of Wagtail's, with `for_user`; put it before Wagtail's own class.

    What the object had before stays allowed: it may have been chosen by somebody who could.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._files_before = _files_of(self.instance) if self.is_bound and self.instance.pk else set()

    def is_valid(self) -> bool:
        """Return whether the form is, and brings in no file that is not its user's to use."""
        if not super().is_valid():
            return False
        # Attachments go to the instance, in memory only.
        for formset in getattr(self, "formsets", {}).values():
            formset.save(commit=False)
        if self._all_may_be_used(_files_of(self.instance) - self._files_before):
            return True
        self.add_error(None, NOT_YOURS)
        return False

    def _all_may_be_used(self, files: set[tuple[type[Model], str]]) -> bool:
        for model in {model for model, _key in files}:
            keys = {key for found, key in files if found is model}
            usable = policy_registry.get_by_type(model).instances_user_has_any_permission_for(
                self.for_user,  # type: ignore[attr-defined]
                USING,
            )
            if usable.filter(pk__in=keys).count() != len(keys):
                return False
        return True


def _files_of(instance: Model) -> set[tuple[type[Model], str]]:
    """Return model and key of each picture and document that the instance shows, as it is in memory."""
    models = {
        ContentType.objects.get_for_model(model).pk: model
        for model in (get_image_model(), get_document_model())
    }
    references = ReferenceIndex._extract_references_from_object(instance)
    return {(models[kind], key) for kind, key, _model_path, _content_path in references if kind in models}
