"""Front pages of the district, a street and a community, and what their bodies put on them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms_pages.models.base import BasePage
from communities.models import Area


class AreaPage(BasePage):
    """The front page of an area. It has nothing to edit: its content is the area's `FrontPageProfile` and lists."""

    class Meta:
        abstract = True


class HomePage(AreaPage):
    """The district's front page, the root of the site."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms_pages.StreetPage", "cms_pages.NoticeIndexPage"]

    class Meta:
        verbose_name = _("区首页")


class StreetPage(AreaPage):
    """A street's front page."""

    parent_page_types = ["cms_pages.HomePage"]
    subpage_types = ["cms_pages.CommunityPage", "cms_pages.NoticeIndexPage"]

    class Meta:
        verbose_name = _("街道首页")


class CommunityPage(AreaPage):
    """A community's front page."""

    parent_page_types = ["cms_pages.StreetPage"]
    subpage_types = ["cms_pages.NoticeIndexPage"]

    class Meta:
        verbose_name = _("社区首页")


class FrontPageProfile(models.Model):
    """What an area's body puts on its front page: an introduction, a picture, the most wanted matters.

    A register of its own rather than fields of the page, since rights on a street's page would reach down to all
    pages of its communities.
    """

    area = models.OneToOneField(
        Area, verbose_name=_("区域"), on_delete=models.CASCADE, related_name="front_page_profile"
    )
    introduction = models.TextField(_("简介"), max_length=1000, blank=True)
    picture = models.ForeignKey(
        "media.Image",
        verbose_name=_("图片"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("首页内容")
        verbose_name_plural = _("首页内容")
        ordering = ["area__path"]

    def __str__(self) -> str:
        return str(self.area)


class WantedMatter(models.Model):
    """One of the matters that most people come for, picked by editors: a page of the site or another address."""

    profile = models.ForeignKey(FrontPageProfile, on_delete=models.CASCADE, related_name="wanted_matters")
    label = models.CharField(_("文字"), max_length=20)
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("页面"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    url = models.URLField(_("网址"), blank=True)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)

    class Meta:
        verbose_name = _("常办事项")
        verbose_name_plural = _("常办事项")
        ordering = ["profile", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(page__isnull=False, url="")
                | models.Q(page__isnull=True) & ~models.Q(url=""),
                name="wanted_matter_one_target",
            ),
        ]

    def __str__(self) -> str:
        return self.label
