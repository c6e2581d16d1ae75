"""What moderation adds to Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from communities.policies.addresses import open_namespace
from communities.viewsets.scoped import ScopedViewSet
from moderation.permissions import can_moderate
from moderation.views import sanctions as sanction_desk
from moderation.views import workbench
from moderation.viewsets.words import ScreenedWordViewSet

# Each of these views asks for the row itself.
for _namespace in ("moderation_queue", "moderation_sanctions", "moderation_appeals"):
    open_namespace(_namespace)


@hooks.register("register_admin_urls")
def moderation_addresses() -> list[URLResolver]:
    queue = [
        path("", workbench.queue_index, name="index"),
        path("decide/", workbench.queue_decide_many, name="decide_many"),
        path("<int:pk>/decide/", workbench.queue_decide, name="decide"),
        path("<int:pk>/edit/", workbench.queue_edit, name="edit"),
        path("<int:pk>/note/", workbench.queue_note, name="note"),
        path("decisions/<int:pk>/undo/", workbench.queue_undo, name="undo"),
    ]
    sanctions = [
        path("", sanction_desk.sanction_index, name="index"),
        path("give/<int:pk>/", sanction_desk.sanction_give, name="give"),
        path("<int:pk>/lift/", sanction_desk.sanction_lift, name="lift"),
    ]
    appeals = [
        path("", workbench.appeal_index, name="index"),
        path("<int:pk>/decide/", workbench.appeal_decide, name="decide"),
    ]
    return [
        path("moderation/queue/", include((queue, "moderation_queue"))),
        path("moderation/sanctions/", include((sanctions, "moderation_sanctions"))),
        path("moderation/appeals/", include((appeals, "moderation_appeals"))),
    ]


@hooks.register("register_admin_viewset")
def screened_words() -> ScopedViewSet:
    return ScreenedWordViewSet()


class ModeratorsMenuItem(MenuItem):
    """For whoever moderates something."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_moderate(request.user)


@hooks.register("register_admin_menu_item")
def moderation_menu() -> SubmenuMenuItem:
    items = [
        (_("审核队列"), "moderation_queue:index", "clipboard-list"),
        (_("禁言与停用"), "moderation_sanctions:index", "lock"),
        (_("申诉复核"), "moderation_appeals:index", "history"),
    ]
    entries: list[MenuItem] = [
        ModeratorsMenuItem(label, reverse(name), name=name.replace(":", "-"), icon_name=icon, order=order)
        for order, (label, name, icon) in enumerate(items)
    ]
    words = ScreenedWordViewSet().get_menu_item(order=9)
    return SubmenuMenuItem(
        _("审核"),
        Menu(register_hook_name=None, items=[*entries, words]),
        icon_name="clipboard-list",
        order=110,
    )
