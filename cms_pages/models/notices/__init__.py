"""社区公告: notices, whom they are for, and who has opened those meant for committees."""

from cms_pages.models.notices.attachment import NoticeAttachment
from cms_pages.models.notices.audience import NoticeAudience
from cms_pages.models.notices.lists import DepartmentNoticesPage, NoticeIndexPage
from cms_pages.models.notices.notice import NoticePage
from cms_pages.models.notices.receipt import NoticeReceipt, NoticeReminder
from cms_pages.models.notices.release import NoticeRelease, NoticeReleaseMember

__all__ = [
    "DepartmentNoticesPage",
    "NoticeAttachment",
    "NoticeAudience",
    "NoticeIndexPage",
    "NoticePage",
    "NoticeReceipt",
    "NoticeRelease",
    "NoticeReleaseMember",
    "NoticeReminder",
]
