"""The design system alone: its own addresses, the gallery, and views that answer with bare errors."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_protect

from design.views.components import components
from design.views.display import display

handler400 = "design.views.errors.handler400"
handler403 = "design.views.errors.handler403"
handler404 = "design.views.errors.handler404"
handler500 = "design.views.errors.handler500"


def bare(request: HttpRequest, status: int) -> HttpResponse:
    return HttpResponse(status=status, headers={"Retry-After": "60"})


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError


def refused(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("只有本社区的监督员能看。")


urlpatterns = [
    path("display/", display, name="display"),
    path("design/", components, name="components"),
    path("design/<slug:page>/", components, name="components-page"),
    path("bare/<int:status>/", bare),
    path("json/", lambda request: JsonResponse({}, status=429)),
    path("worded/", lambda request: HttpResponse("请稍候", status=503)),
    path("get-only/", lambda request: HttpResponseNotAllowed(["GET"])),
    path("broken/", broken),
    path("refused/", refused),
    path("protected/", csrf_protect(lambda request: HttpResponse("ok"))),
]
