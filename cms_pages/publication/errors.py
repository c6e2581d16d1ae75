"""What keeps a page from being published, and the refusal that says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise
    from wagtail.models import Page


@dataclass(frozen=True)
class PublicationError:
    """One thing that is missing or wrong.

    Attributes:
        message: what to do about it, a sentence for the editor.
        field: name of the field of the editor's form that it concerns; empty where it concerns several.
    """

    message: "str | _StrPromise"
    field: str = ""


class PublicationRefused(ValidationError):  # noqa: N818 - it says what happened
    """A page was to be published or scheduled, and is not ready for it.

    A ValidationError, so that whatever in Wagtail handles one (forms, the API) shows the reasons.
    """

    def __init__(self, page: "Page", errors: Sequence[PublicationError]) -> None:
        self.page = page
        self.errors = tuple(errors)
        super().__init__([str(error.message) for error in errors])

    @property
    def reason(self) -> str:
        """All reasons in one sentence."""
        return "".join(str(error.message) for error in self.errors)


def publication_errors(page: "Page") -> list[PublicationError]:
    """Return what keeps `page`, as it stands in memory, from being published; nothing where it may be.

    The answer is the page's own (`publication_errors`), of its specific class; a page type without the method
    is always ready.
    """
    specific = page.specific
    ask = getattr(specific, "publication_errors", None)
    return list(ask()) if ask is not None else []


def check_publication(page: "Page") -> None:
    """Pass where `page` may be published.

    Raises:
        PublicationRefused: with every reason.
    """
    errors = publication_errors(page)
    if errors:
        raise PublicationRefused(page, errors)
