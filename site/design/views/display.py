"""The switch for elder mode and colour scheme."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from design.display import COOKIE_SECONDS, ELDER_COOKIE, SCHEME_COOKIE, from_request

MAX_NEXT_LENGTH = 2000


class HttpResponseSeeOther(HttpResponseRedirect):
    """303: the browser fetches the next page by GET, and a reload doesn't send the form again."""

    status_code = 303


class DisplayForm(forms.Form):
    """The settings page's two questions."""

    elder = forms.ChoiceField(
        label=_("文字和按钮"),
        choices=[("off", _("标准")), ("on", _("长辈版：字更大，按钮更大，页面更简单"))],
        widget=forms.RadioSelect,
    )
    scheme = forms.ChoiceField(
        label=_("颜色"),
        choices=[("auto", _("跟随手机或电脑的设置")), ("light", _("浅色")), ("dark", _("深色"))],
        widget=forms.RadioSelect,
    )


def safe_next(request: HttpRequest, address: str | None) -> str:
    """Return `address` if it is a place on this very site, else the home page.

    Only paths are taken, so that not even this site's own host name can be spoofed in through a header.
    """
    address = address or ""
    if (
        address.startswith("/")
        and len(address) <= MAX_NEXT_LENGTH
        and address.isprintable()
        and url_has_allowed_host_and_scheme(address, allowed_hosts=None, require_https=request.is_secure())
    ):
        return address
    return "/"


# Exempt from CSRF: the form stands in the header of cached pages, which can hold no token, and the worst
# that a forged request can do is to make somebody's letters larger.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    """POST remembers the fields sent (`elder`, `scheme`) and goes to `next`; GET shows the settings page.

    A field that is missing or unknown leaves its cookie as it was.
    """
    if request.method == "POST":
        response: HttpResponse = _remember(request)
    else:
        current = from_request(request)
        next_url = safe_next(request, request.GET.get("next"))
        form = DisplayForm(initial={"elder": "on" if current.elder else "off", "scheme": current.scheme})
        response = render(request, "design/display.html", {"form": form, "next_url": next_url})
    add_never_cache_headers(response)
    return response


def _remember(request: HttpRequest) -> HttpResponse:
    response = HttpResponseSeeOther(safe_next(request, request.POST.get("next")))
    fields = DisplayForm(request.POST)
    fields.is_valid()
    for cookie in (ELDER_COOKIE, SCHEME_COOKIE):
        if cookie in fields.cleaned_data:
            response.set_cookie(
                cookie,
                fields.cleaned_data[cookie],
                max_age=COOKIE_SECONDS,
                secure=request.is_secure(),
                httponly=True,
                samesite="Lax",
            )
    return response
