"""Notices for measuring, most of them of communities, spread over three years."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from wagtail.models import Page

from cms_pages.choices import Audience, NoticeKind
from cms_pages.load_seeds.pages import add_in_batches, moment, owners_of
from cms_pages.models import NoticeAudience, NoticeIndexPage, NoticePage
from communities.choices import Level
from communities.seeding import BATCH, Seed, Wanted, registry

SUBJECTS: Final = (
    "停水",
    "停电",
    "水箱清洗",
    "消防演练",
    "义诊",
    "垃圾分类",
    "老年大学报名",
    "道路施工",
    "防汛",
    "医保缴费",
)
PLACES: Final = ("1号楼", "3幢", "小区东门", "社区活动室", "秦淮河边", "菜场旁", "老年食堂", "幼儿园门口")
SENTENCES: Final = (
    "请居民提前做好准备，家里有老人的请互相转告。",
    "工作时间为上午八点半到下午五点，有事请打社区值班电话。",
    "施工期间请绕行，注意脚下安全，带好小孩。",
    "报名截止到本月底，名额不多，先到先得。",
    "给您带来不便，敬请谅解，谢谢配合。",
)
# Of a hundred notices so many are of communities, of streets, and the rest of the district.
OF_COMMUNITIES, OF_STREETS = 88, 10


def make(wanted: Wanted) -> int:
    """Make what is missing of the notices."""
    lists = list(NoticeIndexPage.objects.filter(area__state="active").select_related("area").order_by("path"))
    by_level: dict[str, list[NoticeIndexPage]] = {
        level: [] for level in (Level.DISTRICT, Level.STREET, Level.COMMUNITY)
    }
    for page in lists:
        by_level[page.area.level].append(page)
    owners = owners_of(lists)

    def one(number: int) -> tuple[Page, NoticePage]:
        chance = wanted.random("notice", number)
        of_hundred = chance.randrange(100)
        level = (
            Level.COMMUNITY
            if of_hundred < OF_COMMUNITIES
            else Level.STREET
            if of_hundred < OF_COMMUNITIES + OF_STREETS
            else Level.DISTRICT
        )
        parent = chance.choice(by_level[level] or lists)
        at = moment(chance, wanted.now)
        words = [chance.choice(SENTENCES) for _count in range(chance.randrange(2, 8))]
        ends = at + timedelta(days=chance.randrange(3, 60)) if chance.random() < 0.6 else None
        page = NoticePage(
            title=f"{chance.choice(PLACES)}{chance.choice(SUBJECTS)}通知（{number + 1}）",
            slug=f"{wanted.prefix}{number}",
            area=parent.area,
            body_owner=owners[parent.pk],
            kind=chance.choice(NoticeKind.values),
            summary=words[0],
            content=[{"type": "paragraph", "value": "".join(f"<p>{line}</p>" for line in words)}],
            audience=Audience.EVERYONE,
            effective_until=ends,
            is_pinned=chance.random() < 0.005,
            first_published_at=at,
            listed_from=at,
            search_text="\n".join(words),
        )
        return parent, page

    return add_in_batches(wanted, NoticePage, one, _address)


def _address(pages: Sequence[NoticePage]) -> None:
    NoticeAudience.objects.bulk_create(
        [NoticeAudience(notice=page, area_id=page.area_id) for page in pages], batch_size=BATCH
    )


registry.register("notices")(Seed(what="notices (社区公告) in all areas", make=make))
