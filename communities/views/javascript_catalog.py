"""`/admin/jsi18n/`: the words that the workbench's scripts say, with ours for those that Wagtail has not
yet.
"""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import override
from django.views.i18n import JavaScriptCatalog

_catalog = JavaScriptCatalog.as_view(packages=["wagtail.admin", "communities"])


def javascript_catalog(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
    """Return the catalogue, in the site's language whatever the browser asks for."""
    with override("zh-hans"):
        return _catalog(request, **kwargs)
