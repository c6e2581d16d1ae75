"""“Was this useful”: a form of each visitor's own, at an address that nobody keeps."""

from typing import TYPE_CHECKING

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms_pages.actions.rate_guide import rate_guide
from cms_pages.guides.voters import give_token, voter_of
from cms_pages.models.guides.feedback import LONGEST_COMMENT
from cms_pages.notices.trail import breadcrumbs

if TYPE_CHECKING:
    from cms_pages.models import GuidePage

TEMPLATE = "cms_pages/guide_page/useful.html"
USEFUL = [("yes", gettext_lazy("有用")), ("no", gettext_lazy("没解决问题"))]


class GuideUsefulForm(forms.Form):
    """Yes or no, and what is missing or wrong."""

    useful = forms.ChoiceField(
        label=gettext_lazy("这篇指南有用吗？"), choices=USEFUL, widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label=gettext_lazy("哪里没说清、哪里不对"),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("只给负责这篇指南的部门看。不要写身份证号、电话；要回复的事请打咨询电话。"),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def guide_useful(request: HttpRequest, guide: "GuidePage") -> HttpResponse:
    """Ask, and keep the answer; the same reader's second answer replaces the first."""
    form = GuideUsefulForm(request.POST if request.method == "POST" else None)
    voter = voter_of(request)
    if request.method == "POST" and form.is_valid():
        if voter:
            rate_guide(
                actor=request.user if request.user.is_authenticated else None,
                guide=guide,
                voter=voter,
                was_useful=form.cleaned_data["useful"] == "yes",
                comment=form.cleaned_data["comment"],
                now=timezone.now(),
            )
            return redirect(f"{guide.get_url(request)}useful/?thanks=1")
        form.add_error(None, _("浏览器没有保存这一页的标记，没法计票。请允许本站的 Cookie，再点一次提交。"))
    trail = breadcrumbs(guide, request, timezone.now())
    trail[-1]["url"] = guide.get_url(request)
    context = {
        "guide": guide,
        "guide_url": guide.get_url(request),
        "form": form,
        "thanks": "thanks" in request.GET and request.method != "POST",
        "breadcrumbs": [*trail, {"label": _("有用吗"), "url": ""}],
    }
    response = TemplateResponse(request, TEMPLATE, context)
    give_token(request, response)
    return response
