"""Wagtail page models: front pages of areas, and the columns."""

from cms_pages.models.areas import (
    AreaPage,
    CommunityPage,
    FrontPageProfile,
    HomePage,
    StreetPage,
    WantedMatter,
)
from cms_pages.models.base import BasePage, ColumnPage, FixedPage
from cms_pages.models.notices import (
    DepartmentNoticesPage,
    NoticeAttachment,
    NoticeAudience,
    NoticeIndexPage,
    NoticePage,
    NoticeReceipt,
    NoticeRelease,
    NoticeReleaseMember,
    NoticeReminder,
)
from cms_pages.models.publication import ScheduleFailure

__all__ = [
    "AreaPage",
    "BasePage",
    "ColumnPage",
    "CommunityPage",
    "DepartmentNoticesPage",
    "FixedPage",
    "FrontPageProfile",
    "HomePage",
    "NoticeAttachment",
    "NoticeAudience",
    "NoticeIndexPage",
    "NoticePage",
    "NoticeReceipt",
    "NoticeRelease",
    "NoticeReleaseMember",
    "NoticeReminder",
    "ScheduleFailure",
    "StreetPage",
    "WantedMatter",
]
