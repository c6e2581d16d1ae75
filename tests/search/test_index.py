"""The index follows the site: events, rebuilding, checking."""

import dataclasses

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.utils import timezone

from cms_pages.models import GuidePage, NoticePage
from communities.models import ContactFact
from events.models import Delivery
from search import analysis, indexing, sources
from search.actions.catch_up import catch_up
from search.engines import engine
from search.engines.base import IndexMissing, Refused, Writing
from search.restrictions import pending_deliveries
from search.versions import present_version
from search.viewing import Viewing
from tests.factories import NoticeFactory

pytestmark = pytest.mark.django_db


def test_a_published_page_is_found_once_the_worker_has_run(searching, town):
    NoticeFactory(parent=town.notices_of("wuyixiang"), title="羽毛球比赛报名")
    assert searching.titles("羽毛球") == []
    searching.deliver()
    assert searching.titles("羽毛球") == ["羽毛球比赛报名"]


def test_a_corrected_page_is_found_by_its_new_words_alone(searching):
    notice = NoticePage.objects.get(title="乌衣巷周六停水通知")
    notice.title = "乌衣巷周六停气通知"
    notice.save_revision().publish()
    searching.deliver()
    assert searching.titles("停气")[0] == "乌衣巷周六停气通知"
    assert "乌衣巷周六停水通知" not in searching.titles("停水")


def test_a_contact_fact_is_found_in_its_community(searching, town):
    from communities.actions.set_contact_fact import set_contact_fact

    set_contact_fact(
        actor=None,
        body=town.body("wuyixiang"),
        kind="phone",
        label="值班电话",
        value="025-84661234",
        is_public=True,
        position=0,
        now=timezone.now(),
    )
    searching.deliver()
    assert ContactFact.objects.filter(value__contains="8466").exists()
    assert "乌衣巷社区" in searching.titles("025-84661234")


def test_a_late_writing_does_not_overwrite_a_newer_one(searching):
    guide = GuidePage.objects.get(title="最低生活保障申请")
    old = indexing.writings("guide", [guide.pk])[0]
    newer = dataclasses.replace(old, version=present_version() + 10_000_000)
    entry = dataclasses.replace(newer.entry, title="新标题")
    engine().write([dataclasses.replace(newer, entry=entry)])
    engine().write([old])
    assert dict(engine().stored())[old.key] == entry.digest()


def test_a_late_writing_does_not_bring_back_what_is_gone(searching):
    guide = GuidePage.objects.get(title="最低生活保障申请")
    old = indexing.writings("guide", [guide.pk])[0]
    engine().write([Writing(key=old.key, version=present_version() + 10_000_000, entry=None)])
    engine().write([old])
    assert old.key not in dict(engine().stored())


def test_of_what_a_build_is_given_twice_the_newer_stays(searching):
    guide = GuidePage.objects.get(title="最低生活保障申请")
    first = indexing.writings("guide", [guide.pk])[0]
    version = present_version() + 10_000_000
    entry = dataclasses.replace(first.entry, title="新标题")
    second = dataclasses.replace(first, version=version, entry=entry)
    gone = Writing(key="guide-999999", version=version, entry=None)
    assert engine().build([[first, second, gone], [first]]) == 1
    assert dict(engine().stored()) == {first.key: entry.digest()}
    assert searching.titles("新标题") == [guide.title]


def test_check_mends_what_differs(searching):
    guide = GuidePage.objects.get(title="最低生活保障申请")
    key = f"guide-{guide.pk}"
    entry = indexing.writings("guide", [guide.pk])[0].entry
    engine().write(
        [Writing(key=key, version=present_version(), entry=dataclasses.replace(entry, title="错"))]
    )
    ghost = dataclasses.replace(entry, pk=999_999)
    engine().write([Writing(key=ghost.key, version=present_version(), entry=ghost)])
    compared, mended = indexing.check()
    assert compared == len(dict(engine().stored()))
    assert mended == 2
    assert indexing.check()[1] == 0
    assert "最低生活保障申请" in searching.titles("低保")


def test_a_rebuild_answers_all_the_time_and_takes_in_what_happens_meanwhile(searching, town, monkeypatch):
    """While the new index is half full, the old one answers, and a page published now is in both."""
    seen = []
    whole = indexing.everything

    def halfway():
        for number, batch in enumerate(whole()):
            yield batch
            if number == 0:
                NoticeFactory(parent=town.notices_of("wuyixiang"), title="重建时发布的公告")
                searching.deliver()
                seen.append(searching.titles("重建时发布"))
                seen.append(searching.titles("低保")[:1])

    monkeypatch.setattr(indexing, "everything", halfway)
    indexing.rebuild()
    assert seen == [["重建时发布的公告"], ["最低生活保障申请"]]
    assert searching.titles("重建时发布") == ["重建时发布的公告"]


def test_a_rebuild_takes_in_what_waits(searching, town):
    NoticeFactory(parent=town.notices_of("wuyixiang"), title="排队的公告")
    assert pending_deliveries().exists()
    indexing.rebuild()
    assert not pending_deliveries().exists()
    assert searching.titles("排队") == ["排队的公告"]


def test_deliveries_that_were_given_up_keep_their_object_hidden(searching, town):
    notice = NoticePage.objects.get(title="乌衣巷周六停水通知")
    notice.unpublish()
    pending_deliveries().update(state=Delivery.State.DEAD)
    assert searching.find("停水").total == 1


def test_the_commands_say_what_they_did(searching, capsys):
    call_command("search_check")
    assert "0 mended" in capsys.readouterr().out
    call_command("search_rebuild")
    assert "documents are in the index" in capsys.readouterr().out
    call_command("search_rebuild", "--if-missing")
    assert capsys.readouterr().out == ""


def test_what_a_source_indexes_it_can_show(searching):
    """The two sides of each source agree: all that is indexed for everybody has a title and an address."""
    stored = set(dict(engine().stored()))
    for kind, source in sources.sources().items():
        entries = list(source.entries(source.keys()))
        shown = source.shown([entry.pk for entry in entries], Viewing(AnonymousUser(), timezone.now()))
        assert {entry.pk for entry in entries if not entry.readers} == set(shown), kind
        assert all(look.url and look.title for look in shown.values()), kind
        assert {entry.key for entry in entries} == {key for key in stored if key.startswith(f"{kind}-")}


def take_away():
    """Take the index away, as somebody does by mistake."""
    made = engine()
    if made.name == "embedded":
        made.store.file.unlink()
    else:
        for index in made.client.indices.get_alias(name=made.alias):
            made.client.indices.delete(index=index)


def test_an_index_that_is_missing_is_made_again_and_titles_answer_meanwhile(searching, town, monkeypatch):
    take_away()
    assert not engine().is_ready()
    with pytest.raises(IndexMissing):
        engine().write([Writing(key="guide-1", version=1, entry=None)])
    # The site answers all the same, from titles.
    results = searching.find("最低生活保障")
    assert results.is_degraded
    assert [result.shown.title for result in results.results] == ["最低生活保障申请"]
    # The next event finds that there is none, and has one built.
    NoticeFactory(parent=town.notices_of("wuyixiang"), title="羽毛球比赛报名")
    searching.deliver()
    assert engine().is_ready()
    # The delivery that found none is tried again.
    pending_deliveries().update(due_at=timezone.now())
    searching.deliver()
    assert searching.titles("羽毛球") == ["羽毛球比赛报名"]
    assert "最低生活保障申请" in searching.titles("低保")


def test_what_an_outage_made_fail_comes_by_itself_once_the_engine_is_back(searching, town):
    NoticeFactory(parent=town.notices_of("wuyixiang"), title="羽毛球比赛报名")
    given_up = pending_deliveries()
    given_up.update(state=Delivery.State.DEAD, error="ValueError: a fault of ours")
    assert catch_up(actor=None, now=timezone.now()) == 0
    given_up.update(error="EngineAway: it does not answer")
    take_away()
    assert catch_up(actor=None, now=timezone.now()) == 0
    assert engine().is_ready(), "where there is no index, one is built"
    NoticeFactory(parent=town.notices_of("wuyixiang"), title="乒乓球比赛报名")
    later = timezone.now() + timezone.timedelta(hours=1)
    given_up.update(error="EngineAway: it does not answer", due_at=later)
    assert catch_up(actor=None, now=timezone.now()) > 0
    assert catch_up(actor=None, now=timezone.now()) == 0
    searching.deliver()
    assert set(searching.titles("比赛报名")) == {"羽毛球比赛报名", "乒乓球比赛报名"}


def test_a_document_that_is_refused_keeps_no_other_out(searching):
    """As a key beyond what a field holds would be."""
    guide = GuidePage.objects.get(title="最低生活保障申请")
    good = indexing.writings("guide", [guide.pk])[0]
    odd = Writing("guide-999999", good.version, dataclasses.replace(good.entry, pk=999_999, department=2**40))
    takes_it = engine().name == "embedded"
    if not takes_it:
        with pytest.raises(Refused):
            engine().write([odd])
    assert engine().build([[odd, good]]) == 1 + takes_it
    assert good.key in dict(engine().stored())


def test_an_index_of_another_analysis_is_none(searching, monkeypatch):
    monkeypatch.setattr(analysis, "VERSION", analysis.VERSION + 1)
    assert not engine().is_ready()
