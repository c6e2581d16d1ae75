"""Sorting by distance: what is asked of the browser where, what is sent, and what nobody keeps."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from cms_pages.services.location import Place, distance_words
from tests.factories.services import ServiceFactory, services_of

HOME = "/fuzimiao/wuyixiang/services/"
EARTH = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def test_the_nearest_comes_first_and_what_has_no_place_is_counted(district, client):
    own = services_of(district, "wuyixiang")
    ServiceFactory(parent=own, title="远的", latitude="32.05", longitude="118.79")
    ServiceFactory(parent=own, title="近的", latitude="32.021", longitude="118.79")
    ServiceFactory(parent=own, title="没有位置")
    page = client.get(f"{HOME}nearby/?lat=32.0200001&lon=118.79")
    assert [item["title"] for item in page.context["items"]] == ["近的", "远的"]
    assert [item["note"] for item in page.context["items"]] == ["约100米", "约3.3公里"]
    assert page.context["without_place"] == 1


def test_nobody_keeps_the_place(district, client):
    page = client.get(f"{HOME}nearby/?lat=32.02&lon=118.79")
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "no-referrer"


def test_only_lists_of_services_may_ask_for_the_place_kept_ones_too(district, client):
    service = ServiceFactory(parent=services_of(district, "wuyixiang"))
    for address in (HOME, HOME, f"{HOME}nearby/"):
        assert "geolocation=(self)" in client.get(address)["Permissions-Policy"]
        assert "camera=()" in client.get(address)["Permissions-Policy"]
    for address in ("/", "/fuzimiao/wuyixiang/", service.get_url(), "/services/map/"):
        assert "geolocation=()" in client.get(address)["Permissions-Policy"]


@pytest.mark.parametrize(
    "query", ["", "lat=32", "lat=x&lon=y", "lat=nan&lon=nan", "lat=91&lon=0", "lat=1e999&lon=1"]
)
def test_a_place_that_is_none_is_said_and_left_out(district, client, query):
    page = client.get(f"{HOME}nearby/?{query}")
    assert page.status_code == 200
    assert page.context["place"] is None


@given(EARTH, EARTH)
def test_distances_are_what_distances_are(here, there):
    place, other = Place(*here), Place(*there)
    forth, back = place.metres_to(*there), other.metres_to(*here)
    assert forth == pytest.approx(back, abs=1)
    assert 0 <= forth <= 20_016_000
    assert place.metres_to(*here) == pytest.approx(0, abs=1)
    assert distance_words(forth).startswith("约")


@given(EARTH)
def test_a_place_is_never_known_better_than_a_hundred_metres(here):
    query = QueryDict(mutable=True)
    query.update({"lat": str(here[0]), "lon": str(here[1])})
    place = Place.parse(query)
    if place is not None:
        assert place.latitude == round(place.latitude, 3)
        assert place.longitude == round(place.longitude, 3)
