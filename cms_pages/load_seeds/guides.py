"""Guides for measuring, in the departments that have a list of their own."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.utils import timezone
from wagtail.models import Page

from cms_pages.choices import FeeKind
from cms_pages.guides.words import sort_key_of
from cms_pages.load_seeds.pages import add_in_batches, moment
from cms_pages.models import DepartmentGuidesPage, GuideCare, GuidePage, GuidePhone
from communities.models import Body, BodyPage, ContactFact
from communities.seeding import BATCH, Seed, Wanted, registry

WHO: Final = (
    "老年人",
    "残疾人",
    "新生儿",
    "退役军人",
    "灵活就业人员",
    "外来务工人员",
    "低保家庭",
    "独居老人",
)
WHAT: Final = ("补贴申领", "证件办理", "登记", "资格认定", "免费体检", "住房租赁备案", "就业培训", "费用减免")


def make(wanted: Wanted) -> int:
    """Make what is missing of the guides; none where no department has a list."""
    lists = list(DepartmentGuidesPage.objects.select_related("area").order_by("path"))
    owners = {row.page_id: row.body for row in BodyPage.objects.filter(page__in=lists).select_related("body")}
    lists = [page for page in lists if page.pk in owners]
    if not lists:
        return 0
    phones = _phones({body.pk: body for body in owners.values()})

    def one(number: int) -> tuple[Page, GuidePage]:
        chance = wanted.random("guide", number)
        parent = chance.choice(lists)
        title = f"{chance.choice(WHO)}{chance.choice(WHAT)}（{number + 1}）"
        key, letter = sort_key_of(title)
        page = GuidePage(
            title=title,
            slug=f"{wanted.prefix}{number}",
            area=parent.area,
            body_owner=owners[parent.pk],
            what_it_is=f"{title}要什么条件，到哪里办",
            at_street=True,
            at_community=chance.random() < 0.5,
            legal_basis=[
                {"type": "law", "value": {"title": "《社会救助暂行办法》", "article": "", "url": ""}}
            ],
            conditions=[{"type": "condition", "value": "户籍在本区，或者持有本区居住证满一年"}],
            materials=[
                {"type": "material", "value": {"name": name, "form": "original", "number": 1}}
                for name in chance.sample(("身份证", "户口簿", "居住证", "银行卡", "收入证明"), 3)
            ],
            steps=[
                {"type": "step", "value": {"title": step, "text": ""}}
                for step in ("到社区提出申请", "街道初审", "区里复核", "公示后发放")
            ],
            legal_days=30,
            promised_days=chance.randrange(1, 30),
            fee_kind=FeeKind.FREE,
            first_published_at=moment(chance, wanted.now),
            sort_key=key,
            letter=letter,
            search_text=f"{title} 身份证 户口簿 居住证",
        )
        return parent, page

    def after(pages: Sequence[GuidePage]) -> None:
        today = timezone.localdate(wanted.now)
        GuideCare.objects.bulk_create(
            [
                GuideCare(
                    guide=page,
                    reviewed_on=today - timedelta(days=place % 200),
                    due_on=today - timedelta(days=place % 200) + timedelta(days=183),
                )
                for place, page in enumerate(pages)
            ],
            batch_size=BATCH,
        )
        GuidePhone.objects.bulk_create(
            [
                GuidePhone(guide=page, purpose=purpose, fact=phones[page.body_owner_id])
                for page in pages
                for purpose in GuidePhone.Purpose.values
            ],
            batch_size=BATCH,
        )

    return add_in_batches(wanted, GuidePage, one, after)


def _phones(bodies: dict[int, Body]) -> dict[int, ContactFact]:
    """Return a public number of each body, made where it has none."""
    facts = ContactFact.objects.filter(body__in=bodies, is_public=True).phones()
    found = {fact.body_id: fact for fact in facts.order_by("-position", "-pk")}
    for key, body in bodies.items():
        if key not in found:
            found[key] = ContactFact.objects.create(body=body, kind="phone", value=f"025-0000{key:04d}")
    return found


registry.register("guides")(Seed(what="guides (办事指南) of the departments", make=make))
