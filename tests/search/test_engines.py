"""What both engines answer alike, asked of documents without any site around them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from search.analysis import Phrase, query_phrase
from search.documents import Entry
from search.engines import engine
from search.engines.base import Writing
from search.engines.embedded.match import expression, scored
from search.plans import Ask, Clause, Order, Plan, Term, Where

NOW = timezone.now()
ENTRIES = (
    Entry("notice", 1, "周六停水", body="请各户储水。"),
    Entry("notice", 2, "维修", keywords="水管", body="上门"),
    Entry("notice", 3, "通知", body="3幢地下室进水"),
    Entry("notice", 4, "水電繳費", body="在窗口辦理"),
    Entry("notice", 5, "只给居委会看", body="抽水", readers=("u:7",)),
    Entry("notice", 6, "养狗登记", body="带上照片"),
    Entry("notice", 7, "宠物打疫苗", body="免费"),
    Entry(
        "guide",
        9,
        "独居老人",
        keywords="孤老",
        body="上门看望",
        areas=(3, 9, 2),
        reach=(2,),
        date=datetime(2026, 3, 1, tzinfo=UTC),
        ends=datetime(2026, 4, 1, tzinfo=UTC),
    ),
    Entry("notice", 8, "路名", body="南路12号，不是南路12弄"),
)


@pytest.fixture(autouse=True)
def _index(db):
    write = [Writing(key=entry.key, version=1, entry=entry) for entry in ENTRIES]
    engine().build([write])


def term(word, where=Where.TEXT):
    return Term(query_phrase(word), word, where)


def asked(*clauses, without=(), **options):
    plan = Plan(required=clauses, minimum=len(clauses), without=without)
    return Ask(plan=plan, now=NOW, **options)


def found(ask):
    return {int(hit.key.removeprefix("notice-")) for hit in engine().search(ask).hits}


def test_a_lone_character_is_found_wherever_it_stands():
    water = Clause((term("水"),))
    assert found(asked(water)) == {1, 2, 3, 4}
    assert found(asked(water, readers=frozenset({"u:7"}))) == {1, 2, 3, 4, 5}
    assert found(asked(Clause((term("水", Where.TITLE),)))) == {1, 2, 4}
    assert found(asked(water, is_quick=True)) >= {1, 2, 4}
    assert found(asked(water, Clause((term("电"),)))) == {4}
    assert found(asked(water, without=(Clause((term("电"),)),))) == {1, 2, 3}
    assert found(asked(Clause((term("狗"), term("宠物"))))) == {6, 7}
    assert found(asked(Clause((term("南路12号"),)))) == {8}


def test_what_is_offered_is_what_is_found_without_its_text():
    alone = asked(Clause((term("独居"),)))
    (found_whole,) = engine().search(alone).hits
    (offered,) = engine().search(replace(alone, is_quick=True, facets=False)).hits
    assert (found_whole.key, found_whole.title, found_whole.keywords) == ("guide-9", "独居老人", "孤老")
    assert found_whole.areas[-1] == 2
    assert set(found_whole.areas) == {2, 3, 9}
    assert found_whole.body == "上门看望"
    whole = replace(found_whole, body="", score=0.0, areas=offered.areas)
    assert replace(offered, body="", score=0.0) == whole
    assert (offered.areas[-1], set(offered.areas)) == (2, {2, 3, 9})


def test_a_lone_character_goes_with_the_text_that_had_it():
    flooded = replace(ENTRIES[2], body="已抽干")
    engine().write(
        [Writing(key="notice-3", version=2, entry=flooded), Writing(key="notice-4", version=2, entry=None)]
    )
    assert found(asked(Clause((term("水"),)))) == {1, 2}
    assert found(asked(Clause((term("干"),)))) == {3}
    assert engine().has(asked(), [Clause((term("水"),)), Clause((term("火"),))]) == [True, False]


@pytest.mark.parametrize("words", [("水",), ("狗", "停水", "进水", "水管")])
def test_what_is_everywhere_is_counted_for_whoever_asks(words, monkeypatch):
    monkeypatch.setattr("search.engines.embedded.reading.COUNTED", 2)
    monkeypatch.setattr("search.engines.embedded.reading._MORE", 1)
    clause = Clause(tuple(map(term, words)))
    entries = [replace(ENTRIES[0], pk=pk, readers=("u:7",) if pk > 20 else ()) for pk in range(10, 40)]
    engine().write([Writing(key=entry.key, version=1, entry=entry) for entry in entries])
    for reader, least in (("u:7", 30), ("u:8", 11)):
        answer = engine().search(asked(clause, readers=frozenset({reader}), size=50))
        # Elasticsearch has counted them all.
        assert answer.total == 2 or answer.total >= least
        assert {hit.key for hit in answer.hits} >= {"notice-1", "notice-2"}
        assert reader == "u:7" or not {f"notice-{pk}" for pk in range(21, 40)} & {
            hit.key for hit in answer.hits
        }
    few = asked(clause, kinds=frozenset({"notice"}), only=frozenset({"notice-2"}))
    assert (engine().search(few).total, engine().search(few).is_exact) == (1, True)
    newest = engine().search(asked(clause, order=Order.NEWEST, readers=frozenset({"u:7"}), size=3))
    assert len(newest.hits) == 3


def test_what_is_everywhere_does_not_rank():
    number, crowd = Clause((term("12号"), term("十二号"))), Clause((term("苑"),))
    plan = Plan(required=(Clause((term("南路"),)), number), minimum=2, optional=(crowd,))
    made = scored(plan, {"号", "苑"}.__contains__)
    assert made.required[1].terms[0].phrase == Phrase(("12",))
    assert made.required[1].terms[1].phrase.tokens[-1] == "二号"
    assert not made.optional
    assert scored(plan, "".__contains__).optional == (crowd,)
    # What is found by nothing else is looked for as before.
    alone = Plan(required=(crowd,), minimum=1)
    assert expression(scored(alone, {"苑"}.__contains__)) == expression(alone)
