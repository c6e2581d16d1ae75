"""Whole pages are kept for visitors, and let go when something that they show has changed."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms_pages import page_cache
from cms_pages.models import FrontPageProfile
from cms_pages.page_cache import generations
from cms_pages.page_cache.keys import QUERY, key_for
from cms_pages.page_cache.middleware import PageCacheMiddleware, PrivateAnswer
from config.preparation import Preparation
from events.models import Delivery
from events.record import record
from tests.factories import NoticeFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PAGE = "/fuzimiao/wuyixiang/"
SIBLING = "/fuzimiao/lianziying/"
STREET = "/fuzimiao/"
OTHER_STREET = "/qinhong/"
HOME = "/"


def queries_of(client, path, **headers):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path, **headers)
    assert response.status_code in (200, 304)
    return len(captured)


def is_kept(path, **cookies):
    client = Client()
    for name, value in cookies.items():
        client.cookies[name] = value
    return queries_of(client, path) == 0


def happen(instance, area, capture):
    with capture(execute=True), transaction.atomic():
        record(actor=None, verb="thing.changed", instance=instance, area_paths=[area.path])


@pytest.fixture
def kept(client, district):
    """Every page of the small district, asked for once; what its making had to tell has been told."""
    Delivery.objects.all().delete()
    for path in (PAGE, SIBLING, STREET, OTHER_STREET, HOME):
        client.get(path)
        assert is_kept(path)
    return district


def test_a_kept_page_costs_no_query_and_is_the_same(client, district):
    first = client.get(PAGE)
    with CaptureQueriesContext(connection) as captured:
        second = client.get(PAGE)
    assert len(captured) == 0
    assert second.content == first.content
    assert second["Content-Type"] == first["Content-Type"]
    for header in ("Content-Security-Policy", "X-Frame-Options", "ETag", "Cache-Control"):
        assert second[header] == first[header]


def test_the_browser_asks_each_time_and_is_told_that_nothing_changed(client, district):
    response = client.get(PAGE)
    assert response["Cache-Control"] == "private, no-cache"
    again = client.get(PAGE, headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == response["ETag"]


def test_a_head_request_gets_the_headers_of_the_kept_page(client, kept):
    response = client.head(PAGE)
    assert response.status_code == 200
    assert response["ETag"] == client.get(PAGE)["ETag"]


def test_an_official_who_is_signed_in_gets_the_kept_page(kept, client_for, official):
    person = official("committee_worker", kept.body("wuyixiang"))
    client = client_for(person)
    assert queries_of(client, PAGE) == 0
    assert "sessionid" not in client.get(PAGE).cookies


def test_elder_mode_and_scheme_have_pages_of_their_own(kept):
    assert not is_kept(PAGE, elder="on")
    assert is_kept(PAGE, elder="on")
    assert not is_kept(PAGE, scheme="dark")
    assert is_kept(PAGE, scheme="nonsense")
    assert is_kept(PAGE, my_community="320104002005", anything="else")


def test_what_happens_in_a_community_leaves_the_siblings_pages(kept, django_capture_on_commit_callbacks):
    happen(kept["wuyixiang"], kept["wuyixiang"], django_capture_on_commit_callbacks)
    assert not is_kept(PAGE)
    assert not is_kept(STREET)
    assert not is_kept(HOME)
    assert is_kept(SIBLING)
    assert is_kept(OTHER_STREET)


def test_what_a_street_says_reaches_all_below_it(kept, django_capture_on_commit_callbacks):
    happen(kept["fuzimiao"], kept["fuzimiao"], django_capture_on_commit_callbacks)
    assert not is_kept(PAGE)
    assert not is_kept(SIBLING)
    assert not is_kept(STREET)
    assert not is_kept(HOME)
    assert is_kept(OTHER_STREET)


def test_what_the_district_says_reaches_everything(kept, django_capture_on_commit_callbacks):
    happen(kept.area, kept.area, django_capture_on_commit_callbacks)
    assert not any(is_kept(path) for path in (PAGE, SIBLING, STREET, OTHER_STREET, HOME))


def test_a_published_notice_is_on_the_page_at_once(kept, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        NoticeFactory(parent=kept.notices_of("wuyixiang"), title="今晚停水")
    assert "今晚停水" in Client().get(PAGE).content.decode()


def test_an_edited_introduction_is_on_the_page_at_once(kept, django_capture_on_commit_callbacks):
    from cms_pages.actions.edit_front_page_profile import edit_front_page_profile

    profile = FrontPageProfile.objects.get(area=kept["wuyixiang"])
    profile.introduction = "巷子不长。"
    with django_capture_on_commit_callbacks(execute=True):
        edit_front_page_profile(
            actor=UserFactory(member={"committee_director": kept.body("wuyixiang")}),
            profile=profile,
            now=timezone.now(),
        )
    assert "巷子不长。" in Client().get(PAGE).content.decode()


def test_a_change_that_is_rolled_back_lets_nothing_go(kept, django_capture_on_commit_callbacks):
    def change_and_fail():
        with transaction.atomic():
            record(actor=None, verb="thing.changed", instance=kept.area, area_paths=[kept.area.path])
            raise RuntimeError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError):
        change_and_fail()
    assert is_kept(PAGE)


def test_a_page_made_from_old_data_is_not_kept_under_the_new_tokens(district, settings):
    """While the page is made, the event's tokens change: whoever comes next must not get the old page."""

    def view(request):
        page_cache.mark(request, district["wuyixiang"])
        answer = HttpResponse("old data")
        if len(seen) == 0:
            generations.change([district["wuyixiang"].path])
        seen.append(request)
        return answer

    seen = []
    middleware = PageCacheMiddleware(view)
    for _visit in range(3):
        middleware(RequestFactory().get("/somewhere/"))
    # The first was made during the change, the second was kept, the third was given.
    assert len(seen) == 2


def test_tokens_that_the_cache_has_dropped_never_fit_an_old_page(kept):
    cache.delete_many(generations.names_for(kept["wuyixiang"].path))
    assert not is_kept(PAGE)


def test_a_new_release_lets_everything_go(kept):
    from cms_pages.release import on_release

    on_release()
    assert not is_kept(SIBLING)


def test_new_static_files_let_everything_go(kept, monkeypatch, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr("config.preparation.call_command", lambda *_args, **_options: None)
    Preparation(say=str).collect_static()
    assert not is_kept(SIBLING)


def test_text_that_depends_on_time_bounds_the_life(client, district, clock):
    soon = timezone.now() + timedelta(minutes=2)
    NoticeFactory(
        parent=district.notices_of("wuyixiang"),
        title="马上开始的横幅",
        is_urgent=True,
        urgent_from=soon,
        urgent_until=soon + timedelta(hours=1),
    )
    client.get(PAGE)
    assert is_kept(PAGE)
    assert 'class="banner"' not in client.get(PAGE).content.decode()
    clock.shift(timedelta(minutes=2, seconds=1))
    assert 'class="banner"' in client.get(PAGE).content.decode()


def test_nothing_is_kept_longer_than_ten_minutes(client, district, clock):
    client.get(PAGE)
    clock.shift(timedelta(minutes=9))
    assert is_kept(PAGE)
    clock.shift(timedelta(minutes=2))
    assert not is_kept(PAGE)


def test_an_office_that_closes_ends_the_kept_page(client, district, clock):
    from datetime import time

    from communities.models import OpeningRule, OpeningSchedule

    schedule = OpeningSchedule.objects.create(body=district.body("wuyixiang"), name="办公时间", is_main=True)
    OpeningRule.objects.create(schedule=schedule, weekdays=31, opens=time(9), closes=time(17, 30))
    clock.move_to(datetime(2026, 11, 23, 17, 28, tzinfo=ZoneInfo("Asia/Shanghai")))
    assert "现在开门" in client.get(PAGE).content.decode()
    clock.shift(timedelta(minutes=3))
    assert "现在开门" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize("query", ["?x=1", "?q=停水", "?kind=a&kind=b", "?kind=" + "长" * 60])
def test_unknown_parameters_are_answered_but_not_kept(client, kept, query):
    assert not is_kept(PAGE + query)
    assert not is_kept(PAGE + query)


def test_parameters_of_sharing_get_the_kept_page_and_never_make_it(client, district):
    shared = f"{PAGE}?utm_source=spam"
    client.get(shared)
    assert not is_kept(PAGE)
    assert "spam" not in client.get(PAGE).content.decode()
    assert is_kept(shared)


def test_empty_fields_of_a_filter_form_ask_for_nothing(client, district):
    client.get("/fuzimiao/notices/?kind=outage")
    assert is_kept("/fuzimiao/notices/?q=&kind=outage&area=")


def test_the_order_of_parameters_makes_no_difference():
    names = sorted(QUERY)[:2]
    one = key_for(RequestFactory().get("/", {names[0]: "1", names[1]: "2"}))
    other = key_for(RequestFactory().get("/", {names[1]: "2", names[0]: "1"}))
    assert one == other is not None


def test_another_host_name_has_pages_of_its_own(settings):
    settings.ALLOWED_HOSTS = ["a.example", "b.example"]
    keys = {key_for(RequestFactory(headers={"host": host}).get("/")) for host in settings.ALLOWED_HOSTS}
    assert len(keys) == 2


def test_a_host_that_is_not_ours_is_refused_even_where_the_page_is_kept(kept):
    assert Client(headers={"host": "evil.example"}).get(PAGE).status_code == 400


def test_a_form_sent_to_a_kept_page_is_not_answered_from_the_cache(kept, client):
    assert queries_of(client, PAGE) == 0
    with CaptureQueriesContext(connection) as captured:
        client.post(PAGE)
    assert len(captured) > 0


def test_a_missing_page_is_not_kept(client, district):
    for _visit in range(2):
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/fuzimiao/nowhere/").status_code == 404
        assert len(captured) > 0


def test_a_page_with_restricted_view_is_not_kept(client, district):
    from wagtail.models import PageViewRestriction

    PageViewRestriction.objects.create(page=district.page("wuyixiang"), restriction_type="login")
    for _visit in range(2):
        assert client.get(PAGE).status_code == 302


def test_previews_are_neither_looked_up_nor_kept(kept):
    page = kept.page("wuyixiang")
    page.title = "只是预览"
    response = page.make_preview_request()
    assert response.status_code == 200
    assert "只是预览" not in Client().get(PAGE).content.decode()


def _touch_session(request):
    request.session = request.session
    request.session["x"] = 1


def _touch_csrf(request):
    from django.middleware.csrf import get_token

    get_token(request)


def _touch_messages(request):
    from django.contrib import messages

    messages.info(request, "hello")


@pytest.mark.parametrize("touch", [_touch_session, _touch_csrf, _touch_messages])
def test_a_marked_page_that_looks_at_the_visitor_stops_in_tests(district, monkeypatch, touch, client):
    from cms_pages.models import CommunityPage

    serve = CommunityPage.serve

    def private_serve(self, request, *args, **kwargs):
        touch(request)
        return serve(self, request, *args, **kwargs)

    monkeypatch.setattr(CommunityPage, "serve", private_serve)
    with pytest.raises(PrivateAnswer, match="cacheable"):
        client.get(PAGE)


def test_in_production_such_a_page_is_served_and_not_kept(district, monkeypatch, settings):
    from cms_pages.models import CommunityPage

    settings.PAGE_CACHE_STRICT = False
    serve = CommunityPage.serve

    def private_serve(self, request, *args, **kwargs):
        _touch_session(request)
        return serve(self, request, *args, **kwargs)

    monkeypatch.setattr(CommunityPage, "serve", private_serve)
    assert Client().get(PAGE).status_code == 200
    assert not is_kept(PAGE)


@pytest.mark.parametrize("cookie", ["on", "x" * 3000, "\u202e"])
def test_strange_cookies_do_no_harm(kept, cookie):
    client = Client()
    client.cookies["elder"] = cookie.encode("ascii", "ignore").decode()
    assert client.get(PAGE).status_code == 200


class _BrokenCache:
    """A cache whose every question fails, as a server that went away."""

    def __getattr__(self, name):
        def fail(*args, **kwargs):
            raise ConnectionError("cache is away")

        return fail


def test_a_cache_that_is_away_costs_the_keeping_and_not_the_page(client, district, monkeypatch):
    broken = _BrokenCache()
    for module in ("answers", "generations", "middleware"):
        monkeypatch.setattr(f"cms_pages.page_cache.{module}.cache", broken)
    assert client.get(PAGE).status_code == 200
    assert client.get(PAGE)["Cache-Control"] == "private, no-cache"
