"""A “new page” form that is sent twice makes one page: each form carries a token that only one page may
hold.
"""

from uuid import UUID

from django.apps import apps
from django.http import HttpRequest
from wagtail.models import Page

FIELD = "submission_token"


def first_submission(request: HttpRequest) -> Page | None:
    """Return the page that an earlier submission of the request's form made, or None."""
    try:
        token = UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None
    page: Page | None = (
        apps.get_model("cms_pages", "NoticePage").objects.filter(submission_token=token).first()
    )
    return page
