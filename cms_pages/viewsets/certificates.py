"""社区证明: the district's list of what committees certify, in the workbench."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from accounts.models import User
from cms_pages.actions.remove_certificate import remove_certificate
from cms_pages.actions.set_certificate import set_certificate
from cms_pages.models import CommitteeCertificate
from communities.permissions import can_manage_district
from communities.viewsets.scoped import ScopedViewSet
from communities.viewsets.verbs import VerbCreateView, VerbDeleteView, VerbEditView, VerbForm


class CommitteeCertificateForm(VerbForm):
    """One line of the list."""

    class Meta(VerbForm.Meta):  # type: ignore[name-defined]
        model = CommitteeCertificate
        fields = ["name", "stance", "purpose", "instead", "source", "source_url", "guide", "position"]

    def act(self, *, actor: User, now: datetime) -> CommitteeCertificate:
        """Write it down."""
        certificate: CommitteeCertificate = self.save(commit=False)
        return set_certificate(actor=actor, certificate=certificate, now=now)


class CommitteeCertificateDeleteView(VerbDeleteView):
    def remove(self, instance: CommitteeCertificate, *, actor: User, now: datetime) -> None:
        remove_certificate(actor=actor, certificate=instance, now=now)


class CommitteeCertificateViewSet(ScopedViewSet):
    """Kept by district administrators, read by everybody on the site."""

    model = CommitteeCertificate
    name = "certificates"
    url_prefix = "certificates"
    icon = "clipboard-list"
    menu_label = _("社区证明清单")
    menu_order = 270
    add_to_admin_menu = True
    can = {
        "view": can_manage_district,
        "add": can_manage_district,
        "change": can_manage_district,
        "delete": can_manage_district,
    }
    add_view_class = VerbCreateView
    edit_view_class = VerbEditView
    delete_view_class = CommitteeCertificateDeleteView
    list_display = [
        TitleColumn("name", label=_("名称"), url_name="certificates:edit"),
        Column("get_stance_display", label=_("开不开")),
        Column("position", label=_("顺序")),
    ]
    search_fields = ["name", "purpose"]
    list_per_page = 60

    def get_form_class(self, for_update: bool = False) -> type[CommitteeCertificateForm]:
        return CommitteeCertificateForm
