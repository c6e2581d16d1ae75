"""What part of the answers was slow: counted in memory, added up in the cache, shown to the district."""

from datetime import timedelta
from itertools import count

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from communities import answer_times as times
from communities.actions.set_inspection_limits import set_inspection_limits
from communities.answer_times import AnswerTimes, AnswerTimesMiddleware, Tally, answer_times
from communities.choices import Role


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()
    yield
    cache.clear()


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


def today():
    return timezone.localdate()


def test_a_process_adds_what_it_counted_once_a_minute():
    clock = Clock()
    tally = Tally(clock)
    for _answer in range(5):
        tally.count(0.02)
    assert answer_times(today()) == AnswerTimes(0, 0)
    clock.now += 60
    tally.count(0.02)
    assert answer_times(today()) == AnswerTimes(6, 0)
    tally.count(0.02)
    assert answer_times(today()) == AnswerTimes(6, 0)


@pytest.mark.parametrize(("seconds", "slow"), [(14.99, 0), (15, 1), (40, 1)])
def test_a_slow_answer_is_added_at_once(seconds, slow):
    clock = Clock()
    Tally(clock).count(seconds)
    assert answer_times(today()).slow == slow


def test_processes_add_up_and_two_weeks_are_counted():
    for _process in range(3):
        Tally(Clock()).count(20)
    assert answer_times(today()) == AnswerTimes(3, 3)
    assert answer_times(today() + timedelta(days=13)).slow == 3
    assert answer_times(today() + timedelta(days=14)) == AnswerTimes(0, 0)


def test_a_cache_that_lost_a_number_gets_it_anew(monkeypatch):
    monkeypatch.setattr(cache, "add", lambda *_args, **_more: False)
    Tally(Clock()).count(20)
    assert answer_times(today()) == AnswerTimes(1, 1)


def test_the_share_of_nothing_is_nothing():
    assert AnswerTimes(0, 0).percent == 0
    assert AnswerTimes(200, 5).percent == 2.5


def test_the_workbench_is_not_counted_and_an_error_is(monkeypatch):
    seconds = count(0, 20)
    monkeypatch.setattr(times, "monotonic", lambda: next(seconds))

    def answer(request):
        if request.path == "/broken/":
            raise RuntimeError("out of order")
        return HttpResponse("")

    middleware = AnswerTimesMiddleware(answer)
    middleware(RequestFactory().get("/admin/pages/"))
    assert answer_times(today()).answers == 0
    with pytest.raises(RuntimeError, match="out of order"):
        middleware(RequestFactory().get("/broken/"))
    assert answer_times(today()).slow == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answers", "slow", "shown", "verdict"),
    [
        (0, 0, "0.00%", "passed"),
        (1000, 24, "2.40%", "passed"),
        (1000, 25, "2.50%", "warned"),
        (100, 5, "5.00%", "failed"),
    ],
)
def test_the_inspection_page_warns_from_half_of_the_limit(
    district, official, client_for, answers, slow, shown, verdict
):
    day = today()
    cache.set(f"answer-times:{day:%Y%m%d}:all", answers)
    cache.set(f"answer-times:{day:%Y%m%d}:slow", slow)
    keeper = official(Role.DISTRICT_ADMINISTRATOR, district.body())
    page = client_for(keeper).get("/admin/inspection/")
    line = next(row for row in page.context_data["verdict"] if "15秒" in row["title"])
    assert (line["count"], line["limit"], line["state"]) == (shown, "5%", verdict)
    assert shown in page.content.decode()


@pytest.mark.django_db
def test_the_district_sets_a_stricter_share(district, official, client_for):
    keeper = official(Role.DISTRICT_ADMINISTRATOR, district.body())
    set_inspection_limits(actor=keeper, limits={"slow_answers": 1}, now=timezone.now())
    page = client_for(keeper).get("/admin/inspection/")
    assert page.context_data["verdict"][2]["limit"] == "1%"
    assert (
        "超过15秒才打开的访问达到百分之几为不合格"
        in client_for(keeper).get("/admin/inspection/limits/").content.decode()
    )
