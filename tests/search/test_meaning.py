"""Questions that no document has all words of."""

import multiprocessing
from io import StringIO
from unittest.mock import Mock

import numpy as np
import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms_pages.models import GuidePage
from search import indexing
from search.asking import find
from search.engines import engine
from search.engines.base import EngineAway
from search.filters import Filters
from search.language import parse
from search.meaning import directions, model, phrasebook
from search.models import TextDirection
from search.numerals import spelled_otherwise, telephone_forms
from search.plans import Order
from search.preload import preload
from tests.factories import GuideFactory


def forget_questions():
    """Let every question be read anew."""
    model.direction_of_words.cache_clear()
    phrasebook.meant.cache_clear()


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("66号", {"六六号", "六十六号"}),
        ("105", {"一〇五", "一百零五"}),
        ("1000", {"一千", "一〇〇〇"}),
        ("96110", {"九六一一〇"}),
        ("007", {"〇〇七"}),
        ("十七路", {"17路"}),
        ("一千零五", {"1005"}),
        ("两百", {"200"}),
        ("九六一一〇", {"96110"}),
        ("社区", set()),
        ("", set()),
    ],
)
def test_numbers_are_written_otherwise(text, others):
    assert set(spelled_otherwise(text)) == others


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("88624471", {"8862-4471"}),
        ("8862-4471", {"88624471"}),
        ("5551234", {"555-1234"}),
        ("13800138000", {"138-0013-8000", "138-00138000", "1380-0138000"}),
        ("0755-8862-4471", {"075588624471", "0755-88624471"}),
        ("4001234567", {"400-123-4567", "400-1234-567", "400-1234567"}),
        ("502", set()),
        ("2026-11-27", set()),
        ("社区", set()),
    ],
)
def test_telephone_numbers_are_parted_otherwise(text, others):
    found = set(telephone_forms(text))
    assert found == others if len(others) < 2 else others <= found


def test_a_story_around_what_is_asked_does_not_hide_it(searching):
    results = searching.find("邻居天天抱怨说想问问社区的食堂到底在什么地方")
    assert results.results[0].shown.title == "乌衣巷社区食堂"
    assert results.is_by_meaning
    assert results.total == sum(results.facets["kind"].values()) == len(results.results)


def test_what_has_too_little_of_a_question_is_no_answer(searching):
    assert searching.find("量子食堂 火星探测器 交响乐").total == 0
    assert searching.find("-停水 -食堂").total == 0


def test_a_short_form_finds_the_full_name(searching):
    assert searching.titles("最低保申请书")[:1] == ["最低生活保障申请"]


def test_filters_and_order_hold_for_what_is_near(searching):
    question = "邻居天天抱怨说想问问社区的食堂到底在什么地方"
    assert searching.find(question, kinds=frozenset({"notice"})).total == 0
    newest = searching.find(question, order=Order.NEWEST)
    assert newest.total == searching.find(question).total > 0


def test_what_is_counted_is_what_is_found_when_it_is_chosen(searching):
    question = "家里有困难了日子过不下去能不能补助一点"
    whole = searching.find(question)
    assert whole.is_by_meaning
    assert whole.total > 1
    for kind, count in whole.facets["kind"].items():
        assert searching.find(question, kinds=frozenset({kind})).total == count, kind
    for body, count in whole.facets["department"].items():
        assert searching.find(question, department=body).total == count, body


@pytest.mark.parametrize("order", Order)
def test_what_is_found_by_meaning_is_paged(searching, order):
    question = "家里有困难了日子过不下去能不能补助一点"
    whole = searching.find(question, order=order)
    keys, after = [], ""
    for _page in whole.results:
        filters = Filters(order=order, after=after)
        page = find(parse(question), filters, searching.asker(), size=1)
        assert page.total == whole.total
        keys += [result.key for result in page.results]
        after = page.after
    assert keys == [result.key for result in whole.results]
    assert not after


def test_places_and_times_of_a_sentence_hold(searching):
    question = "我妈七十岁了坐车能不能便宜点"
    assert "老年人优待证办理" in searching.titles(f"栏目:办事指南 {question}")
    for other in ("栏目:公告", "社区:乌衣巷", "日期:1999"):
        assert "老年人优待证办理" not in searching.titles(f"{other} {question}")


def test_without_a_model_words_are_found(searching, monkeypatch, tmp_path, caplog):
    model._vocabulary.cache_clear()
    model._session.cache_clear()
    forget_questions()
    monkeypatch.setattr(model, "_FOLDER", tmp_path)
    try:
        assert searching.titles("东水关停水") == ["东水关周日停水通知"]
        assert not searching.find("我妈七十岁了坐车能不能便宜点").is_degraded
        page = GuidePage.objects.get(title="老年人优待证办理")
        page.title = "轮椅借用"
        page.save_revision().publish()
        searching.deliver()
        assert searching.titles("轮椅借用") == ["轮椅借用"]
        assert caplog.text.count("search_model_not_loaded") == 1
    finally:
        model._session.cache_clear()
        model._vocabulary.cache_clear()


def test_a_model_that_fails_at_a_text_fails_no_search(searching, monkeypatch):
    monkeypatch.setattr(model, "_read", Mock(side_effect=RuntimeError))
    forget_questions()
    assert not searching.find("我妈七十岁了坐车能不能便宜点").is_degraded


def test_rows_that_are_no_directions_lie_near_nothing(searching):
    rows = TextDirection.objects.order_by("pk")
    rows.filter(pk__in=list(rows.values_list("pk", flat=True)[:3])).update(steps=b"x")
    rows.exclude(steps=b"x").update(steps=bytes(model.SIZE))
    assert searching.titles("东水关停水") == ["东水关周日停水通知"]
    TextDirection.objects.all().delete()
    assert searching.titles("东水关停水") == ["东水关周日停水通知"]


def test_an_engine_that_goes_away_takes_only_the_related_along(searching, monkeypatch):
    monkeypatch.setattr(engine(), "has", Mock(side_effect=EngineAway))
    results = searching.find("东水关停水")
    assert [result.shown.title for result in results.results] == ["东水关周日停水通知"]
    assert not results.is_degraded


def test_many_directions_are_read_bit_by_bit(searching, monkeypatch):
    """As long as not all are known, words answer."""
    monkeypatch.setattr(directions, "READ_SECONDS", 0.0)
    monkeypatch.setattr(directions, "READ_AT_ONCE", 1)
    question = "我妈七十岁了坐车能不能便宜点"
    meant = [searching.find(question).is_by_meaning for _row in range(TextDirection.objects.count() + 1)]
    assert (meant[0], meant[-1]) == (False, True)


def test_what_is_noted_and_forgotten_meanwhile_is_known(db, clock):
    kept = directions.Kept()

    def note(key, place):
        steps = bytearray(model.SIZE)
        steps[place] = 100
        TextDirection.objects.update_or_create(
            key=key, defaults={"digest": "", "steps": bytes(steps), "noted_at": timezone.now()}
        )

    def nearest_to(place):
        wanted = np.zeros(model.SIZE, np.float32)
        wanted[place] = 1
        return kept.table().near(wanted, 0.5, 10, ())

    assert kept.table().near(np.zeros(model.SIZE, np.float32), 0.0, 10, ()) == {}
    for place in range(20):
        note(f"guide-{place}", place)
        assert nearest_to(place) == {f"guide-{place}": 1.0}
    note("guide-3", 40)
    assert (nearest_to(3), nearest_to(40)) == ({}, {"guide-3": 1.0})
    TextDirection.objects.filter(key="guide-7").delete()
    clock.shift(timezone.timedelta(hours=2))
    assert (nearest_to(7), nearest_to(8)) == ({}, {"guide-8": 1.0})


def test_who_asks_while_another_reads_is_not_held_up(searching):
    kept = directions.Kept()
    table = kept.table()
    with kept._reading:
        assert kept.table() is table


def test_what_comes_while_an_index_is_built_keeps_its_direction(searching, town, monkeypatch):
    everything = indexing.everything

    def meanwhile():
        yield from everything()
        GuideFactory(parent=GuidePage.objects.first().get_parent().specific, title="轮椅借用")
        searching.deliver()

    monkeypatch.setattr(indexing, "everything", meanwhile)
    indexing.rebuild()
    page = GuidePage.objects.get(title="轮椅借用")
    assert TextDirection.objects.filter(key=f"guide-{page.pk}").exists()


def test_a_question_finds_what_means_the_same_in_other_words(searching, client):
    results = searching.find("我妈七十岁了坐车能不能便宜点")
    assert results.is_by_meaning
    assert results.results[0].shown.title == "老年人优待证办理"
    page = client.get("/search/", {"q": "我妈七十岁了坐车能不能便宜点"}).content.decode()
    assert "按意思找到，最接近的在前" in page


def test_behind_few_results_stands_what_means_about_the_same(searching, client):
    results = searching.find("东水关停水")
    assert [result.shown.title for result in results.found] == ["东水关周日停水通知"]
    assert "乌衣巷周六停水通知" in [result.shown.title for result in results.related]
    assert results.total == sum(results.facets["kind"].values()) == 1
    page = client.get("/search/", {"q": "东水关停水"}).content.decode()
    assert page.index("周日<mark>停水") < page.index("意思相近的还有") < page.index("周六<mark>停水")
    related = page.partition("意思相近的还有")[2]
    assert '<h3 class="search-result__title' in related
    assert '<h2 class="search-result__title' not in related


def test_what_must_not_occur_and_what_must_holds_for_meanings_too(searching):
    question = "我妈七十岁了坐车能不能便宜点"
    assert "老年人优待证办理" not in searching.titles(f"{question} -优待证")
    assert searching.titles(f"{question} “犁耙桥”") == []


def test_what_is_hidden_is_not_near(searching):
    question = "我妈七十岁了坐车能不能便宜点"
    page = GuidePage.objects.get(title="老年人优待证办理")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    # No delivery has been made: the index still has it for everybody.
    results = searching.find(question)
    assert "老年人优待证办理" not in [result.shown.title for result in results.results]
    assert results.total == sum(results.facets["kind"].values())


def test_directions_follow_their_texts(searching, monkeypatch):
    page = GuidePage.objects.get(title="老年人优待证办理")
    key = f"guide-{page.pk}"
    before = TextDirection.objects.get(key=key)
    made = []
    direction = model.direction
    monkeypatch.setattr(model, "direction", lambda text: made.append(text) or direction(text))
    indexing.index("guide", [page.pk])
    assert made == []
    page.title = "犬只登记"
    page.save_revision().publish()
    searching.deliver()
    assert [text.partition("。")[0] for text in made] == ["犬只登记"]
    assert TextDirection.objects.get(key=key).steps != before.steps
    page.unpublish()
    searching.deliver()
    assert not TextDirection.objects.filter(key=key).exists()


def test_a_check_notes_what_is_lacking_and_forgets_what_is_gone(searching):
    keys = set(TextDirection.objects.values_list("key", flat=True))
    TextDirection.objects.all().delete()
    TextDirection.objects.create(key="guide-0", digest="x", steps=bytes(model.SIZE), noted_at=timezone.now())
    indexing.note_directions()
    assert set(TextDirection.objects.values_list("key", flat=True)) == keys
    TextDirection.objects.all().delete()
    TextDirection.objects.create(key="guide-0", digest="x", steps=bytes(model.SIZE), noted_at=timezone.now())
    indexing.check()
    assert set(TextDirection.objects.values_list("key", flat=True)) == keys


@pytest.mark.parametrize(
    "text", ["", " ", "🀄🀄", "𠮷田", "a" * 5000, "社" * 5000, "\x00\ud800", "ＡＢＣ　１２３", "##社"]
)
def test_any_text_has_a_direction(text):
    assert abs(float(np.linalg.norm(model.direction(text))) - 1) < 1e-5


def test_letters_are_read_as_the_model_was_taught():
    assert list(model._pieces("wifi密码qinhuai")) == ["wifi", "密", "码", "qi", "##n", "##hua", "##i"]


def test_who_is_forked_reads_alike():
    """Gunicorn's workers are forked from a process that may have the model loaded."""
    text = "居民医保什么时候交"
    expected = model.direction(text)
    with multiprocessing.get_context("fork").Pool(1) as pool:
        assert np.array_equal(pool.apply(model.direction, [text]), expected)


def test_the_phrasebook_is_as_its_directions_are():
    """Whoever changes a line runs `manage.py search_phrases`."""
    assert phrasebook.kept_digest() == phrasebook.digest()
    lines = list(phrasebook.phrases())
    assert len({phrase for phrase, _official in lines}) == len(lines)
    for phrase, official in lines[:: len(lines) // 12]:
        phrasebook.meant.cache_clear()
        said = phrasebook.meant(phrase)
        assert said.is_elsewhere is not bool(official), phrase
        if official:
            assert (official, 1.0) in said.official, phrase


def test_what_residents_say_is_looked_for_as_pages_call_it():
    said = dict(phrasebook.meant("让厂子给炒鱿鱼了现在一分钱收入没有").official)
    assert any("失业保险金" in official for official in said)
    assert all(0 < sureness <= 1 for sureness in said.values())
    assert phrasebook.meant("").official == phrasebook.meant("曰云厶").official == ()
    assert phrasebook.meant("红烧肉要炖多久才软烂").is_elsewhere


def test_what_the_phrasebook_knows_is_found_and_marked(searching):
    results = searching.find("家里揭不开锅了娃还要上学")
    assert results.results[0].shown.title == "最低生活保障申请"
    assert "最低生活保障" in [run.text for run in results.results[0].title if run.is_marked]


@pytest.mark.parametrize("kept", ["none", "broken", "of other phrases"])
def test_without_a_phrasebook_texts_still_mean_something(searching, monkeypatch, tmp_path, caplog, kept):
    file = tmp_path / "phrases.npz"
    if kept == "broken":
        file.write_bytes(b"PK\x03\x04 and no more")
    elif kept == "of other phrases":
        rows = np.ones((sum(1 for _ in phrasebook.phrases()), model.SIZE), np.int8)
        np.savez(file, steps=rows, digest="0")
    monkeypatch.setattr(phrasebook, "_DIRECTIONS", file)
    phrasebook._book.cache_clear()
    forget_questions()
    try:
        preload()
        assert phrasebook.meant("让厂子给炒鱿鱼了现在一分钱收入没有") == phrasebook.Meant()
        assert searching.find("邻居天天抱怨说想问问社区的食堂到底在什么地方").is_by_meaning
        assert caplog.text.count("search_phrasebook_not_loaded") == 1
    finally:
        phrasebook._book.cache_clear()
        forget_questions()


def test_phrases_are_written_as_they_are_read(tmp_path, monkeypatch):
    book = tmp_path / "phrases.tsv"
    book.write_text("# 说明\n扯证\t婚姻登记\n红烧肉\n", encoding="utf-8")
    monkeypatch.setattr(phrasebook, "_PHRASES", book)
    monkeypatch.setattr(phrasebook, "_DIRECTIONS", book.with_suffix(".npz"))
    call_command("search_phrases", stdout=StringIO())
    assert phrasebook.kept_digest() == phrasebook.digest()
    phrasebook._book.cache_clear()
    phrasebook.meant.cache_clear()
    try:
        assert phrasebook.meant("扯证").official == (("婚姻登记", 1.0),)
        assert phrasebook.meant("红烧肉").is_elsewhere
    finally:
        phrasebook._book.cache_clear()
        phrasebook.meant.cache_clear()
