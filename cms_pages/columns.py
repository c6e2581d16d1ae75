"""The columns that each area has, in the order of the menu. A new one is a row here and a page model."""

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
    """

    key: str
    model: str
    slug: str
    title: "_StrPromise"
    village_title: "_StrPromise"
    icon: str

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
)
