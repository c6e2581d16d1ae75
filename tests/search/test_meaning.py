"""Questions that no document has all words of."""

import multiprocessing

import numpy as np
import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms_pages.models import GuidePage
from search import indexing
from search.meaning import model
from search.models import TextDirection
from search.numerals import spelled_otherwise


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
    newest = searching.find(question, order="newest")
    assert newest.total == searching.find(question).total > 0


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
