"""A lived-in district, for tests that look at whole pages: notices in every state, people to read them."""

from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser

from accounts.models import User
from cms_pages.models import NoticeAttachment, NoticePage
from communities.choices import BodyKind, Role
from communities.models import AreaAlias
from tests.factories import DocumentFactory, NoticeFactory, UserFactory
from tests.factories.district import District

HOME = "wuyixiang"


@dataclass
class Town:
    """The district with notices and people; `resident` lives in 乌衣巷社区, `worker` works there."""

    district: District
    resident: User
    worker: User
    notice: NoticePage
    for_committees: NoticePage


@dataclass(frozen=True)
class PublicPage:
    """One page of the public site in one state, and who looks at it.

    Attributes:
        name: what it is, for the test's name.
        address: path and query.
        reader: `visitor`, `resident` or `worker`.
        status: what it answers.
    """

    name: str
    address: str
    reader: str = "visitor"
    status: int = 200

    def user(self, town: Town) -> AbstractUser | None:
        return None if self.reader == "visitor" else getattr(town, self.reader)


def furnish(district: District) -> Town:
    """Put notices and people into `district`."""
    own = district.notices_of(HOME)
    document = DocumentFactory(collection=district.body(HOME).collection)
    notice = NoticeFactory(
        parent=own,
        slug="water",
        title="乌衣巷社区周六停水通知",
        attachments=[NoticeAttachment(document=document)],
    )
    NoticeFactory(parent=own, title="老年大学秋季班报名", pinned=True)
    NoticeFactory(parent=own, title="上月文化活动回顾", expired=True)
    NoticeFactory(parent=own, title="还没写完的草稿", draft=True)
    NoticeFactory(parent=district.notices_of("fuzimiao"), title="夫子庙街道防汛提醒", urgent=True)
    NoticeFactory(parent=district.notices_of(), title="全区居民医保缴费", to=[district["fuzimiao"]])
    for_committees = NoticeFactory(
        parent=district.notices_of("fuzimiao"), title="报送防汛值班表", for_committees=True
    )
    AreaAlias.objects.create(area=district[HOME], name="乌衣巷小区")
    return Town(
        district=district,
        resident=UserFactory(nickname="秦淮人家", member={Role.RESIDENT: district.body(HOME)}),
        worker=UserFactory(nickname="小王", member={Role.COMMITTEE_WORKER: district.body(HOME)}),
        notice=notice,
        for_committees=for_committees,
    )


def public_pages(town: Town) -> list[PublicPage]:
    """Return every page of the public site, each state of it once. A new page gets its row here."""
    department = town.district.body(kind=BodyKind.DEPARTMENT).body_pages.get().page
    return [
        PublicPage("home", "/"),
        PublicPage("street", "/fuzimiao/"),
        PublicPage("community", "/fuzimiao/wuyixiang/"),
        PublicPage("community without notices", "/qinhong/kangjuli/"),
        PublicPage("district's notices", "/notices/"),
        PublicPage("street's notices", "/fuzimiao/notices/"),
        PublicPage("community's notices", "/fuzimiao/wuyixiang/notices/"),
        PublicPage("filtered notices", "/fuzimiao/notices/?kind=outage&q=停水&ended=1&area=wuyixiang"),
        PublicPage("wrong filters", "/fuzimiao/notices/?kind=none&from=yesterday&after=x"),
        PublicPage("empty list", "/qinhong/kangjuli/notices/"),
        PublicPage("department's notices", department.get_url()),
        PublicPage("notice", "/fuzimiao/wuyixiang/notices/water/"),
        PublicPage("print sheet", "/fuzimiao/wuyixiang/notices/water/print/"),
        PublicPage("directory", "/communities/"),
        PublicPage("find my community", "/communities/find/"),
        PublicPage("communities found", "/communities/find/?q=乌衣巷小区"),
        PublicPage("no community found", "/communities/find/?q=没有这条路"),
        PublicPage("my community", "/my-community/choice/"),
        PublicPage("display settings", "/display/"),
        PublicPage("sign in", "/accounts/login/"),
        PublicPage("sign up", "/accounts/signup/"),
        PublicPage("missing page", "/no-such-place/", status=404),
        PublicPage("my pages", "/me/", "resident"),
        PublicPage("my profile", "/me/profile/", "resident"),
        PublicPage("join a community", "/me/communities/join/", "resident"),
        PublicPage("my messages", "/me/notifications/", "resident"),
        PublicPage("change password", "/accounts/password/change/", "resident"),
        PublicPage("sign out", "/accounts/logout/", "resident"),
        PublicPage("my pages of a worker", "/me/", "worker"),
        PublicPage("messages of a worker", "/me/notifications/", "worker"),
    ]
