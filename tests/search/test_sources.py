"""Every kind of thing is found, shown as it may be seen, and described for whoever adds another."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from wagtail import blocks
from wagtail.fields import StreamField

from accounts.actions.change_nickname import change_nickname
from cms_pages.actions.set_staff_duty import set_staff_duty
from cms_pages.models import AreaPage
from cms_pages.models.base import BasePage, FixedPage
from communities.choices import Role
from events.models import Event
from events.record import record
from forum.models import EnquiryCategory
from media.tables.kinds import Kind
from media.tables.table import Column, Table
from search import indexing, sources
from search.documents import Entry
from search.sources import base, texts
from search.sources.base import PageSource
from search.viewing import Viewing
from tests.factories import UserFactory
from tests.factories.consultations import ConsultationFactory
from tests.factories.forum import board_of, regular, reply_in, topic_in

pytestmark = pytest.mark.django_db


def concrete(model):
    """Return the page types below `model` that pages can have."""
    for below in model.__subclasses__():
        if not below._meta.abstract:
            yield below
        yield from concrete(below)


def test_every_page_type_has_a_source_or_is_only_a_list_of_others():
    named = {source.model for source in sources.sources().values() if isinstance(source, PageSource)}
    pages = {model for model in concrete(BasePage) if model.__module__.startswith("cms_pages")}
    # Front pages are found as areas; lists and columns have no words of their own.
    without = {model for model in pages - named if not issubclass(model, FixedPage)}
    assert without == set()
    assert all(issubclass(model, FixedPage) for model in concrete(AreaPage))


def settings_within(block):
    """Yield the names of what editors choose out of a list, anywhere within a block."""
    for name, inner in getattr(block, "child_blocks", {}).items():
        if isinstance(inner, blocks.ChoiceBlock):
            yield name
        yield from settings_within(inner)
    if hasattr(block, "child_block"):
        yield from settings_within(block.child_block)


def test_of_blocks_only_what_readers_read_is_indexed():
    fields = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
    ]
    names = {name for field in fields for name in settings_within(field.stream_block)}
    assert "tone" in names
    assert names <= texts._SETTINGS
    columns = (Column("户主", Kind.TEXT), Column("每月发放", Kind.MONEY))
    table = Table(columns, (("史某某", 42000),), totals=(None, 42000), caption="低保对象", note="只写姓")
    shown = "\n".join(texts.strings({"table": table.as_json()}))
    assert shown.split("\n")[0] == "低保对象"
    assert "史某某 420.00" in shown.replace("¥", "")
    assert not {"money", "text", "42000"} & set(shown.split())


def test_what_changes_no_text_is_not_indexed():
    """A new site's first look flags each body; a page published then would wait for all of them."""
    kind = "communities.body"
    wanted = [
        verb
        for verb in ("body.changed", "inspection.flagged")
        if sources.is_wanted(Event(verb=verb, object_kind=kind))
    ]
    assert wanted == ["body.changed"]


def test_how_to_add_a_kind_is_written_down_and_true():
    """The head of `base` names what a module needs; each module has it, and is known by its name."""
    steps = re.findall(r"^\d\. .*", base.__doc__, re.MULTILINE)
    assert len(steps) == 5
    for name in ("entries", "affected", "shown"):
        assert f"`{name}(" in base.__doc__
        assert callable(getattr(base.Source, name))
    for source in sources.sources().values():
        assert source.kind
        assert source.label
        assert source.object_kinds
    positions = [source.position for source in sources.sources().values()]
    assert len(set(positions)) == len(positions)
    assert len(sources.MODULES) == len(sources.sources())


class CategorySource(base.Source):
    """Fields of enquiries, as somebody new to the project would make them known to the search."""

    kind = "category"
    label = "咨询类别"
    position = 99
    object_kinds = frozenset({"forum.enquirycategory"})

    def keys(self):
        return list(EnquiryCategory.objects.values_list("pk", flat=True))

    def entries(self, pks):
        for row in EnquiryCategory.objects.filter(pk__in=pks):
            yield Entry(kind=self.kind, pk=row.pk, title=row.name).bounded()

    def shown(self, pks, viewing):
        rows = EnquiryCategory.objects.filter(pk__in=pks)
        return {row.pk: base.Shown(title=row.name, url=f"/categories/{row.pk}/") for row in rows}

    def titled(self, words, *, now, most):
        return list(EnquiryCategory.objects.filter(name__contains=words[0]).values_list("pk", flat=True))


def test_a_new_kind_is_found_counted_offered_and_kept_up_to_date(searching, client_for, monkeypatch):
    """One module is all that it takes."""
    monkeypatch.setitem(sources.sources(), "category", CategorySource())
    row = EnquiryCategory.objects.create(name="琉璃瓦修缮", position=99)
    with transaction.atomic():
        record(actor=None, verb="category.added", instance=row)
    searching.deliver()
    results = searching.find("琉璃瓦")
    assert [(found.kind, found.shown.url) for found in results.results] == [
        ("category", f"/categories/{row.pk}/")
    ]
    assert results.facets["kind"] == {"category": 1}
    client = client_for(None)
    assert "咨询类别" in client.get("/search/", {"q": "琉璃瓦"}).content.decode()
    offered = client.get("/search/suggestions/", {"q": "liuliw"}).json()["items"]
    assert [item["text"] for item in offered] == ["琉璃瓦修缮"]
    assert "琉璃瓦修缮" in client.get("/search/feed/", {"q": "琉璃瓦"}).content.decode()
    EnquiryCategory.objects.filter(pk=row.pk).update(name="青砖修缮")
    assert indexing.check()[1] >= 1
    assert searching.titles("青砖") == ["青砖修缮"]


def test_a_consultation_is_found_with_its_state(searching, town):
    ConsultationFactory(parent=town.notices_of("wuyixiang"), title="楼下长椅放在哪里")
    searching.deliver()
    found = searching.find("长椅").results[0]
    assert (found.kind, found.shown.title) == ("consultation", "楼下长椅放在哪里")
    assert found.shown.badges


def test_a_staff_page_is_found_by_duty_and_telephone(searching, town, now):
    set_staff_duty(
        actor=UserFactory(is_superuser=True),
        body=town.body("wuyixiang"),
        title="残疾人专干",
        work="残疾人证、两项补贴",
        phone="025-52201234",
        places=[],
        member=None,
        position=0,
        now=now,
    )
    searching.deliver()
    assert searching.titles("残疾人专干") == ["乌衣巷社区工作人员"]
    found = searching.find("025-52201234").results[0]
    assert found.shown.url.endswith("/wuyixiang/staff/")


def test_a_topic_is_found_once_and_leads_to_the_post(searching, town):
    author, neighbour = regular(town, nickname="秦淮人家"), regular(town, nickname="老街坊")
    topic = topic_in(board_of(town), author, title="楼道里的自行车棚漏雨")
    for number in range(3):
        reply_in(topic, neighbour, now=timezone.now() - timedelta(minutes=4 - number))
    reply_in(topic, neighbour, "雨棚的螺丝要换成膨胀螺栓，漏雨就好了。", now=timezone.now())
    searching.deliver()
    results = searching.find("膨胀螺栓")
    assert [result.shown.url for result in results.results] == [f"/topics/{topic.pk}/#post-5"]
    assert results.total == searching.find("漏雨").total == 1
    assert searching.find("漏雨").results[0].shown.url == f"/topics/{topic.pk}/"
    assert searching.find("漏雨").results[0].kind == "topic"


def test_a_reply_does_not_hide_its_topic_until_the_worker_has_run(searching, town):
    author = regular(town, nickname="秦淮人家")
    topic = topic_in(board_of(town), author, title="楼道里的自行车棚漏雨")
    searching.deliver()
    reply_in(topic, author, "今天又漏了。")
    assert searching.find("自行车棚").total == 1


def test_members_are_found_by_the_nickname_that_they_chose(searching, town, now):
    person = regular(town, nickname="门东老裁缝", username="zhang-real-name")
    shy = regular(town, nickname="不想被找到")
    for user in (person, shy):
        topic_in(board_of(town), user)
    from forum.actions.change_member_profile import change_member_profile

    shown = {"introduction": "", "shows_posts": True, "shows_numbers": True}
    change_member_profile(actor=person, is_findable=True, now=now, **shown)
    change_member_profile(actor=shy, is_findable=False, now=now, **shown)
    searching.deliver()
    assert [(result.kind, result.shown.url) for result in searching.find("老裁缝").results] == [
        ("member", f"/users/{person.pk}/")
    ]
    assert searching.find("zhang-real-name").total == 0
    assert not [result for result in searching.find("不想被找到").results if result.kind == "member"]
    change_nickname(actor=person, user=person, nickname="门西老裁缝", now=now + timedelta(days=60))
    assert searching.find("门东老裁缝", kinds=frozenset({"member"})).total == 0
    searching.deliver()
    assert searching.titles("门西老裁缝") == ["门西老裁缝"]


def test_each_source_answers_when_no_engine_does(searching, town):
    """The fallback looks through titles of every kind, as visitors see them."""
    topic_in(board_of(town), regular(town, nickname="秦淮人家"), title="停水了找谁")
    for source in sources.sources().values():
        keys = source.titled(["停水"], now=timezone.now(), most=5)
        seen = source.shown(keys, Viewing(AnonymousUser(), timezone.now()))
        assert set(seen) == set(keys), source.kind


@pytest.mark.parametrize("role", [None, Role.RESIDENT, Role.MODERATOR])
def test_waiting_posts_are_nobodys_to_find(searching, town, role):
    from forum.models import Post

    user = UserFactory(member={role: town.body("wuyixiang")}) if role else None
    topic = topic_in(board_of(town), regular(town, nickname="秦淮人家"), title="楼道里的自行车棚漏雨")
    post = reply_in(topic, regular(town, nickname="老街坊"), "等待审核的悄悄话在这里")
    Post.objects.filter(pk=post.pk).update(state="pending")
    searching.deliver()
    assert searching.find("悄悄话", user=user).total == 0
