"""Headers that tell a browser what our pages may do."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy for the public site, `ADMIN_CONTENT_SECURITY_POLICY` for what lies under `/admin/`.

    Wagtail's admin has inline scripts and styles. A nonce would not do for them: browsers that see one ignore
    `unsafe-inline`, and Wagtail's inline scripts carry none (https://github.com/wagtail/wagtail/issues/1288).
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts: PolicyParts = super().get_policy_parts(request, response, report_only)
        if not report_only and parts.config is None and request.path_info.startswith(settings.ADMIN_PREFIX):
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY["DIRECTIVES"]
        return parts


class PermissionsPolicyMiddleware:
    """Ask the browser to keep its sensors and its advertising features from our pages
    (`FORBIDDEN_FEATURES`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.header = ", ".join(f"{feature}=()" for feature in settings.FORBIDDEN_FEATURES)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.header)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class DownloadCacheMiddleware:
    """Let a browser ask again before it shows a document from its cache: who may have it can change."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.prefix = reverse("wagtaildocs_serve", args=[0, "x"]).removesuffix("0/x")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path_info.startswith(self.prefix):
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response
