"""What stands first among what fits."""

from datetime import UTC, datetime, timedelta

from search.planning import clause_for
from search.plans import Hit, Plan
from search.ranking import Context, ranked, weight
from search.words import Lexicon

NOW = datetime(2026, 11, 27, tzinfo=UTC)
LEXICON = Lexicon()


def plan_of(*words):
    clauses = tuple(clause_for(word, LEXICON) for word in words)
    return Plan(required=clauses, minimum=len(clauses), whole="".join(words))


def weighed(word, **hit):
    return weight(Hit(score=1.0, **hit), plan_of(word), Context(now=NOW))


def test_a_word_in_the_title_counts_more_than_in_the_text():
    title = weighed("停水", key="notice-1", title="周六停水", body="清洗水箱")
    assert title > weighed("停水", key="notice-2", title="清洗水箱", body="周六停水")


def test_news_grow_old_by_their_column():
    old = NOW - timedelta(days=365)
    notices = [weighed("停水", key="notice-1", title="停水", date=date) for date in (NOW, old)]
    guides = [weighed("停水", key="guide-1", title="停水", date=date) for date in (NOW, old)]
    assert notices[0] / notices[1] > 1.2 > guides[0] / guides[1]
    assert weighed("停水", key="notice-1", title="停水", date=NOW, ends=old) < notices[1]


def test_of_one_title_many_times_others_are_among_the_first():
    same = [Hit(key=f"notice-{number}", score=1.0, title="停水通知") for number in range(9)]
    other = Hit(key="guide-1", score=1.0, title="自来水停水怎么查", body="停水")
    order = [hit.key for hit in ranked([*same, other], plan_of("停水"), Context(now=NOW))]
    assert order[0] == "notice-0"
    assert "guide-1" in order[:4]


def test_letters_are_the_word_that_is_spelt_so_rather_than_one_that_sounds_alike():
    hits = [
        Hit(key="service-1", score=1.0, title="修鞋配钥匙摊"),
        Hit(key="service-2", score=1.0, title="社区食堂"),
    ]
    assert ranked(hits, plan_of("shitang"), Context(now=NOW))[0].title == "社区食堂"


def test_what_is_called_by_more_of_its_names_is_rather_meant():
    words = Lexicon(meanings={"打流感针": {"接种": 0.6, "流感疫苗": 0.6}})
    plan = Plan(required=(clause_for("打流感针", words),), minimum=1, whole="打流感针")
    hits = [
        Hit(key="notice-1", score=1.0, title="狂犬疫苗接种点地址"),
        Hit(key="notice-2", score=1.0, title="流感疫苗接种开始"),
    ]
    assert ranked(hits, plan, Context(now=NOW))[0].key == "notice-2"


def test_a_title_that_was_typed_whole_stands_first_of_what_means_the_same():
    form = Hit(key="file-1", score=1.0, title="灵活就业申报表", keywords="灵活就业社会保险补贴")
    guide = Hit(key="guide-1", score=1.0, title="灵活就业社会保险补贴")
    plan = Plan(whole=guide.title, near=((form.key, 0.95), (guide.key, 0.7)))
    assert ranked([form, guide], plan, Context(now=NOW))[0] is guide
