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
    from cms_pages.models import ContentPage

    try:
        token = UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None
    for model in apps.get_models():
        if issubclass(model, ContentPage):
            page: Page | None = model.objects.filter(submission_token=token).first()
            if page is not None:
                return page
    return None
