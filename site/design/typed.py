"""What somebody wrote in a form that could not be taken, so that it can be shown to them once more."""

from typing import Final

from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.utils.datastructures import MultiValueDict

# Never shown, whatever stands in them.
_SECRET_PARTS: Final = ("password", "code", "token", "number", "secret")
_MOST: Final = 20


def typed_text(request: HttpRequest) -> list[str]:
    """Return what reads like words among what was sent, in the form's order; keys, codes and choices are not.

    Only of a form of this very site: a page elsewhere could put its own words into ours.
    """
    if request.method != "POST" or not _is_from_here(request):
        return []
    try:
        fields: MultiValueDict[str, str] = request.POST
    except (UnreadablePostError, OSError):
        return []
    found = [
        value.strip()
        for name, values in fields.lists()
        if not any(part in name.lower() for part in _SECRET_PARTS)
        for value in values
        if _is_words(value.strip())
    ]
    return found[:_MOST]


def _is_words(value: str) -> bool:
    return not value.isascii() or len(value.split()) > 1


def _is_from_here(request: HttpRequest) -> bool:
    site = f"{request.scheme}://{request.get_host()}"
    origin = request.headers.get("Origin", "")
    if origin and origin != "null":
        return origin == site
    return request.headers.get("Referer", "").startswith(f"{site}/")
