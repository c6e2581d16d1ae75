"""The columns that each area has, in the order of the menu. A new one is a row here and a page model.

A column that shows what an app below does (`Column.app`) is shut until that app is installed: no area gets
its page, no menu names it, and its address answers 404.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from communities.choices import CommunityKind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from cms_pages.models import ColumnPage
    from communities.models import Area


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        key: `ColumnPage.column` of its page model.
        model: name of the page model in `cms_pages`.
        slug: last segment of its address; a reserved word for areas.
        title: its name in menus, and the title of its pages.
        village_title: its name in a village, where the law has another word for it.
        icon: in the sprite of `design`.
        app: the app that the column's pages show; empty where `cms_pages` itself makes them.
    """

    key: str
    model: str
    slug: str
    title: "_StrPromise"
    village_title: "_StrPromise"
    icon: str
    app: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the app that the column shows is installed."""
        return not self.app or apps.is_installed(self.app)

    @property
    def page_model(self) -> type["ColumnPage"]:
        """The model of the column's pages."""
        return apps.get_model("cms_pages", self.model)

    def title_for(self, area: "Area") -> str:
        """Return the column's name in `area`."""
        return str(self.village_title if area.kind == CommunityKind.VILLAGERS else self.title)


COLUMNS: tuple[Column, ...] = (
    Column(
        key="notices",
        model="NoticeIndexPage",
        slug="notices",
        title=_("社区公告"),
        village_title=_("村务公告"),
        icon="megaphone",
    ),
    Column(
        key="disclosures",
        model="DisclosureIndexPage",
        slug="disclosures",
        title=_("居务公开"),
        village_title=_("村务公开"),
        icon="scroll-text",
    ),
    Column(
        key="guides",
        model="GuideIndexPage",
        slug="guides",
        title=_("办事指南"),
        village_title=_("办事指南"),
        icon="clipboard-list",
    ),
    Column(
        key="services",
        model="ServiceIndexPage",
        slug="services",
        title=_("便民服务"),
        village_title=_("便民服务"),
        icon="store",
    ),
    Column(
        key="forum",
        model="ForumPage",
        slug="forum",
        title=_("社区论坛"),
        village_title=_("村民论坛"),
        icon="messages-square",
        app="forum",
    ),
    Column(
        key="mutual-aid",
        model="MutualAidIndexPage",
        slug="mutual-aid",
        title=_("居民互助"),
        village_title=_("村民互助"),
        icon="heart-handshake",
        app="mutual_aid",
    ),
)


def open_columns() -> tuple[Column, ...]:
    """Return the columns that the site has, in the order of the menu."""
    return tuple(column for column in COLUMNS if column.is_open)


def column_of(key: str) -> Column:
    """Return the column that pages with `ColumnPage.column == key` belong to."""
    return next(column for column in COLUMNS if column.key == key)
