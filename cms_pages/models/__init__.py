"""Wagtail page models: front pages of areas, and the columns."""

from cms_pages.models.areas import (
    AreaPage,
    CommunityPage,
    FrontPageProfile,
    HomePage,
    StreetPage,
    WantedMatter,
)
from cms_pages.models.base import BasePage, ColumnPage
from cms_pages.models.notices import (
    DepartmentNoticesPage,
    NoticeAttachment,
    NoticeAudience,
    NoticeIndexPage,
    NoticePage,
    NoticeReceipt,
    NoticeRelease,
)

__all__ = [
    "AreaPage",
    "BasePage",
    "ColumnPage",
    "CommunityPage",
    "DepartmentNoticesPage",
    "FrontPageProfile",
    "HomePage",
    "NoticeAttachment",
    "NoticeAudience",
    "NoticeIndexPage",
    "NoticePage",
    "NoticeReceipt",
    "NoticeRelease",
    "StreetPage",
    "WantedMatter",
]
