"""Makes the district's front page the root of the site."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site, WorkflowPage

from cms_pages.models import HomePage

# Wagtail's migrations put it on the root of all pages, for a group that nobody here is in.
STOCK_WORKFLOW = "Moderators approval"


@transaction.atomic
def ensure_site(*, actor: None) -> None:
    """Let Wagtail's one site be the district's, at the address of `SITE_URL`, with none of Wagtail's pages.

    Nothing is changed where there is no district yet, or where all is as it should be.

    Args:
        actor: nobody; a release or the loading of a district brings it about.
    """
    home = HomePage.objects.order_by("pk").first()
    if home is None:
        return
    address = urlsplit(settings.SITE_URL)
    wanted = {
        "hostname": address.hostname or "localhost",
        "port": address.port or (443 if address.scheme == "https" else 80),
        "root_page_id": home.pk,
        "site_name": settings.WAGTAIL_SITE_NAME,
    }
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if any(getattr(site, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(site, name, value)
        site.save()
    # Wagtail's first migration leaves a page of its own; pages of ours are never of the bare type.
    for page in Page.objects.filter(depth=2, numchild=0).exclude(pk=home.pk).select_related("content_type"):
        if page.specific_class is Page:
            page.delete()
    WorkflowPage.objects.filter(workflow__name=STOCK_WORKFLOW, page__depth=1).delete()
