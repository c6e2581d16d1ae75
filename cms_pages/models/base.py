"""What all pages share."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from communities.models import Area


class BasePage(Page):
    """A page that belongs to an area. Wagtail's own page model stays below, since swapping it is experimental."""

    area = models.ForeignKey(
        Area, verbose_name=_("区域"), on_delete=models.PROTECT, related_name="+", editable=False
    )

    class Meta:
        abstract = True


class ColumnPage(BasePage):
    """The front of one column of one area: a list of the column's pages below it and of those addressed to it."""

    column: str

    class Meta:
        abstract = True
