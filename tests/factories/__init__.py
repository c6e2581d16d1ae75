"""What tests are made of: people in their roles, a small district, pages and files.

>>> worker = UserFactory(member={Role.COMMITTEE_WORKER: committee})
>>> notice = NoticeFactory(parent=district.notices_of("wuyixiang"), urgent=True)
"""

from tests.factories.files import DocumentFactory, ImageFactory
from tests.factories.guides import GuideFactory, SharedFactFactory
from tests.factories.notices import NoticeFactory
from tests.factories.people import PASSWORD, MembershipFactory, UserFactory

__all__ = [
    "PASSWORD",
    "DocumentFactory",
    "GuideFactory",
    "ImageFactory",
    "MembershipFactory",
    "NoticeFactory",
    "SharedFactFactory",
    "UserFactory",
]
