"""`/me/searches/`: the searches that a member keeps."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from accounts.views.entrance import REFUSED
from accounts.views.me import private
from events.once import once
from search import presentation
from search.actions.delete_saved_search import delete_saved_search
from search.actions.save_search import MOST, save_search
from search.alerts import newest_url
from search.filters import address, from_address
from search.forms.saved import SavedSearchForm
from search.language import parse
from search.models import SavedSearch


@private
@require_safe
def saved_list(request: SignedInRequest) -> HttpResponse:
    """List what one keeps."""
    rows = [
        {"saved": saved, "url": f"{reverse('search')}?{saved.address}", "newest_url": newest_url(saved)}
        for saved in SavedSearch.objects.visible_to(request.user)[:MOST]
    ]
    return render(request, "search/saved/index.html", {"rows": rows, "search_page": reverse("search")})


@private
@require_http_methods(["GET", "HEAD", "POST"])
def saved_add(request: SignedInRequest) -> HttpResponse:
    """Keep the search that the address's parameters make, as the results page has them."""
    kept = address(request.GET)
    if not kept:
        return redirect("search")
    form = SavedSearchForm(
        request.POST if request.method == "POST" else None, initial={"name": described(request.GET)}
    )
    if request.method == "POST" and form.is_valid():
        now = timezone.now()

        def act() -> str:
            save_search(actor=request.user, address=kept, now=now, **_typed(form))
            return reverse("saved-searches")

        try:
            url = once(token=form.token, purpose="search.save_search", now=now, act=act)
        except ValidationError as error:
            _refused(form, error)
        else:
            messages.success(request, _("已保存。"))
            return redirect(url)
    return _form(request, form, _("保存这个搜索"), back=f"{reverse('search')}?{kept}")


@private
@require_http_methods(["GET", "HEAD", "POST"])
def saved_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change one that one keeps, or keep it no longer."""
    saved = get_object_or_404(SavedSearch.objects.visible_to(request.user), pk=pk)
    if request.method == "POST" and "delete" in request.POST:
        delete_saved_search(actor=request.user, saved=saved, now=timezone.now())
        messages.success(request, _("已删除。"))
        return redirect("saved-searches")
    initial = {"name": saved.name, "is_alerting": saved.is_alerting}
    form = SavedSearchForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            save_search(
                actor=request.user, address=saved.address, now=timezone.now(), saved=saved, **_typed(form)
            )
        except ValidationError as error:
            _refused(form, error)
        else:
            messages.success(request, _("已保存。"))
            return redirect("saved-searches")
    return _form(request, form, _("保存的搜索"), back=reverse("saved-searches"), saved=saved)


def described(given: QueryDict) -> str:
    """Return what a search is called unless its owner calls it something else."""
    words = parse(given.get("q", "")).text
    chips = presentation.chips(from_address(given), lambda **_changes: "")
    return " · ".join(filter(None, (words, *(chip["label"] for chip in chips))))[:100]


def _typed(form: SavedSearchForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("name", "is_alerting")}


def _refused(form: SavedSearchForm, error: ValidationError) -> None:
    said = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
    for field, words in said.items():
        form.add_error(field, words)


def _form(
    request: SignedInRequest,
    form: SavedSearchForm,
    heading: str,
    *,
    back: str,
    saved: SavedSearch | None = None,
) -> HttpResponse:
    return render(
        request,
        "search/saved/form.html",
        {"form": form, "heading": heading, "back": back, "saved": saved},
        status=REFUSED if form.is_bound else 200,
    )
