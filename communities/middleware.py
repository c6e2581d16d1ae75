"""The gate of the workbench: who gets to which address, and what every answer from it carries."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry

from communities.permissions import has_right
from communities.policies.addresses import Tier, admits, tier_of
from communities.policies.choosable import choosable_pages, is_own, own_pages
from communities.roles import Right
from design.views.errors import error_response

SIGN_IN_ADDRESSES = ("wagtailadmin_login", "wagtailcore_login")
# Several pictures at once can't each be asked what is on them; a person's own settings are the accounts
# app's.
REPLACED_ADDRESSES = {"wagtailimages:add_multiple": "wagtailimages:add", "wagtailadmin_account": "/me/"}
# Wagtail's form for typed addresses fails over a missing one (8.0.1).
EXTERNAL_LINK = "wagtailadmin_choose_page_external_link"
EXTERNAL_LINK_FIELD = "external-link-chooser-url"
LARGEST_KEY = 2**63 - 1
PAGE_KEYS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
PAGE_FIELDS = ("new_parent_page", "parent_page", "chooser", "target_pages[]", "childOf")
FILE_KEYS = {"image_id": get_image_model, "document_id": get_document_model, "doc_id": get_document_model}
# What the page itself must allow before some addresses answer; Wagtail asks the plain row in some of them.
PAGE_ACTIONS = {
    "delete": "can_delete",
    "unpublish": "can_unpublish",
    "move": "can_move",
    "move_confirm": "can_move",
    "copy": "can_copy",
    "set_privacy": "can_set_view_restrictions",
}


class WorkbenchGateMiddleware:
    """Answer 404 wherever `communities.policies.addresses` has no way in, and for objects that are others'.

    Visitors are sent to sign in; people without an office read why they can't come in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _is_workbench(request):
            if response.status_code == HTTPStatus.NOT_FOUND and "html" in response.get("Content-Type", ""):
                # Wagtail's own page, for what does not exist, would tell it from what is another's.
                response = error_response(request, HTTPStatus.NOT_FOUND)
            response["Cache-Control"] = "no-store"
        return response

    def process_view(
        self, request: HttpRequest, _view: Any, _args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let the request through to its view, or not."""
        match = request.resolver_match
        name = (match.view_name if match else "") or ""
        if name in SIGN_IN_ADDRESSES:
            target = request.GET.get("next", "") or reverse("wagtailadmin_home")
            return redirect(f"{reverse('account_login')}?{urlencode({'next': target})}")
        if not _is_workbench(request):
            return None
        if name in REPLACED_ADDRESSES:
            return redirect(REPLACED_ADDRESSES[name])
        tier = tier_of(name)
        if tier is Tier.NOBODY:
            raise Http404
        if tier is Tier.ANYBODY or not request.user.is_authenticated:
            return None  # Wagtail sends visitors to sign in, whatever lies behind the address.
        if not has_right(request.user, Right.ENTER_WORKBENCH):
            raise PermissionDenied(_("工作台供区、街道、社区和部门的工作人员使用，您的账号没有这项权限。"))
        if not admits(request, tier):
            raise Http404
        _speak_chinese(request)
        _check_numbers(request, name, kwargs)
        if name == EXTERNAL_LINK and request.method == "POST" and EXTERNAL_LINK_FIELD not in request.POST:
            raise BadRequest(f"missing field {EXTERNAL_LINK_FIELD}")
        if not request.user.is_superuser:
            if name == "wagtail_bulk_action":
                _check_bulk_action(request, kwargs)
            if tier is Tier.PAGES:
                _check_pages(request, name, kwargs)
            if tier is Tier.FILES:
                _check_files(request, name, kwargs)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Answer 400 where a form came without a field that Wagtail's page always sends, and 404 where a
        filter names a key that no row can have (SQLite's driver stops at it); they would be a 500.

        Raises:
            BadRequest: instead of the lookup that failed, or of the parameter that Wagtail's list for its own
                scripts does not know.
            Http404: instead of the number that is too large.
        """
        if isinstance(exception, OverflowError) and _is_workbench(request):
            raise Http404 from exception
        if isinstance(exception, ValueError) and _is_listing_of_scripts(request):
            raise BadRequest(str(exception)) from exception
        if isinstance(exception, MultiValueDictKeyError) and _is_workbench(request):
            raise BadRequest(f"missing field {exception}") from exception


def _is_listing_of_scripts(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and "wagtailadmin_api" in match.namespaces


def _is_workbench(request: HttpRequest) -> bool:
    return request.path_info.startswith(reverse("wagtailadmin_home"))


def _speak_chinese(request: HttpRequest) -> None:
    """Forget the language that a profile names: the site has one, and Wagtail would answer in the other."""
    profile = getattr(request.user, "wagtail_userprofile", None)
    if profile is not None:
        profile.preferred_language = ""


def _keys(values: Iterable[Any]) -> set[int]:
    """Return `values` as keys; what isn't a number names nothing, so it is not found."""
    try:
        keys = {int(value) for value in values if value not in ("", None)}
    except (TypeError, ValueError):
        raise Http404 from None
    if any(not 0 <= key <= LARGEST_KEY for key in keys):
        raise Http404
    return keys


def _check_numbers(request: HttpRequest, name: str, kwargs: dict[str, Any]) -> None:
    """Raise `Http404` where the address has a key that no row can have."""
    _keys(value for value in kwargs.values() if isinstance(value, int))
    if name == "wagtail_bulk_action":
        _keys(value for value in request.GET.getlist("id") if value.isdecimal())
    if name == "wagtailadmin_editing_sessions:ping":
        _keys([kwargs["object_id"]])


def _fields(request: HttpRequest, names: Iterable[str]) -> list[str]:
    sources: list[QueryDict] = [request.GET]
    if request.method == "POST":
        sources.append(request.POST)
    return [value for source in sources for name in names for value in source.getlist(name)]


def _check_bulk_action(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    """Raise `Http404` for a bulk action on anything but pages and files, or to a page that is not the
    user's.
    """
    key = (f"{kwargs['app_label']}.{kwargs['model_name']}", kwargs["action"])
    file_models = {model._meta.label_lower for model in (get_image_model(), get_document_model())}
    if key[0] == Page._meta.label_lower and has_right(request.user, Right.WRITE_PAGES):
        _check_contained(_keys(_fields(request, PAGE_FIELDS)), own_pages(request.user))
    elif not (
        key[0] in file_models
        and key[1] in ("delete", "add_to_collection")
        and has_right(request.user, Right.UPLOAD_FILES)
    ):
        raise Http404


def _check_pages(request: HttpRequest, name: str, kwargs: dict[str, Any]) -> None:
    """Raise `Http404` where the request names a page that is not for its user, 403 where the page forbids
    it.
    """
    user = request.user
    wanted = _keys(_fields(request, PAGE_FIELDS))
    addressed = _keys(kwargs[key] for key in PAGE_KEYS if key in kwargs)
    if name == "wagtailadmin_pages:revisions_compare":
        addressed |= _keys([kwargs["pk"]])
    if name.startswith("wagtailadmin_choose_page"):
        if name == "wagtailadmin_choose_page_chosen_multiple":
            addressed |= _keys(_fields(request, ["id"]))
        root = Page.get_first_root_node()
        _check_contained((addressed | wanted) - {root.pk}, choosable_pages(user))
        return
    _check_contained(wanted, own_pages(user))
    if name.startswith("wagtailadmin_explore"):
        _check_contained(addressed, own_pages(user))
        return
    for page in Page.objects.filter(pk__in=addressed).specific():
        if not is_own(user, page):
            raise Http404
        action = PAGE_ACTIONS.get(name.partition(":")[2])
        is_target = str(page.pk) == str(kwargs.get("destination_id"))
        if action and not is_target and not getattr(page.permissions_for_user(user), action)():
            raise PermissionDenied(_("您不能对“%(page)s”做这项操作。") % {"page": page.title})


def _check_contained(keys: set[int], allowed: Any) -> None:
    if keys and allowed.filter(pk__in=keys).count() != len(keys):
        raise Http404


def _check_files(request: HttpRequest, name: str, kwargs: dict[str, Any]) -> None:
    """Raise `Http404` where the request names an image or document that its user may neither change nor
    choose.
    """
    wanted = {FILE_KEYS[key](): _keys([kwargs[key]]) for key in FILE_KEYS if key in kwargs}
    namespace, _colon, view = name.partition(":")
    if namespace.endswith("_chooser"):
        model = get_image_model() if namespace.startswith("wagtailimages") else get_document_model()
        named = _keys([kwargs["pk"]]) if "pk" in kwargs else set()
        if view == "chosen_multiple":
            named |= _keys(_fields(request, ["id"]))
        wanted[model] = wanted.get(model, set()) | named
    for model, keys in wanted.items():
        policy = policy_registry.get_by_type(model)
        _check_contained(
            keys, policy.instances_user_has_any_permission_for(request.user, {"change", "choose"})
        )
