"""Finding one's community, and having it remembered without an account."""

import pytest
from django.test import Client

from communities.models import AreaAlias

pytestmark = pytest.mark.django_db

CODE = "320104002005"
CHOICE = "/my-community/choice/"


def test_without_a_choice_one_is_led_to_where_one_chooses(client, district):
    response = client.get("/my-community/", follow=True)
    assert response.redirect_chain == [(CHOICE, 302)]
    assert "找我的社区" in response.content.decode()


def test_the_community_page_offers_to_be_remembered(client, district):
    text = client.get("/fuzimiao/wuyixiang/").content.decode()
    assert f'action="{CHOICE}"' in text
    assert f'name="area" value="{CODE}"' in text
    assert "csrfmiddlewaretoken" not in text


def test_a_choice_is_remembered_and_leads_there(client, district):
    response = client.post(CHOICE, {"area": CODE})
    assert response.status_code == 303
    cookie = response.cookies["my_community"]
    assert cookie.value == CODE
    assert cookie["samesite"] == "Lax"
    assert cookie["httponly"]
    assert "已经记住：乌衣巷社区" in client.get(CHOICE).content.decode()
    response = client.get("/my-community/")
    assert response["Location"] == "/fuzimiao/wuyixiang/"
    assert "no-store" in response["Cache-Control"]


def test_no_token_is_asked_since_the_form_stands_on_kept_pages(district):
    client = Client(enforce_csrf_checks=True)
    assert client.post(CHOICE, {"area": CODE}).status_code == 303


def test_a_choice_can_be_taken_back(client, district):
    client.post(CHOICE, {"area": CODE})
    client.post(CHOICE, {"area": ""})
    assert client.get("/my-community/")["Location"] == CHOICE


@pytest.mark.parametrize("code", ["320104002", "999999999999", "x", "１", "3" * 500, "320104002005'--"])
def test_what_is_no_community_is_not_remembered(client, district, code):
    response = client.post(CHOICE, {"area": code})
    assert response.status_code == 404
    assert "my_community" not in response.cookies


@pytest.mark.parametrize("value", ["", "nonsense", "320104", "9" * 300])
def test_a_cookie_that_names_no_community_is_no_choice(client, district, value):
    client.cookies["my_community"] = value
    assert client.get("/my-community/")["Location"] == CHOICE


def test_the_page_with_the_choice_uses_no_session(client, district):
    response = client.get(CHOICE)
    assert "sessionid" not in response.cookies
    assert "no-store" in response["Cache-Control"]


def test_a_road_and_house_number_find_the_community(client, district):
    AreaAlias.objects.create(area=district["wuyixiang"], name="文德路", first_number=1, last_number=99)
    text = client.get("/communities/find/", {"q": "文德路28号"}).content.decode()
    assert 'href="/fuzimiao/wuyixiang/"' in text
    assert "文德路1—99号" in text
    assert f'value="{CODE}"' in text


@pytest.mark.parametrize(
    "words", ["没有的地方", "<script>alert(1)</script>", "\u202e", "长" * 10000, "\x00", '"', "　"]
)
def test_words_that_find_nothing_say_what_to_do_next(client, district, words):
    response = client.get("/communities/find/", {"q": words})
    assert response.status_code == 200
    text = response.content.decode()
    assert "<script>alert" not in text
    assert "\u202e" not in text
    assert 'href="/communities/"' in text


def test_the_directory_lists_all_by_pinyin_with_anchors(client, district):
    text = client.get("/communities/").content.decode()
    assert 'href="#fuzimiao"' in text
    assert 'id="fuzimiao"' in text
    order = [text.index(f">{name}<") for name in ("东水关社区", "莲子营社区", "乌衣巷社区")]
    assert order == sorted(order)


def test_the_directory_of_an_empty_site_is_not_found(client, db):
    assert client.get("/communities/").status_code == 404


@pytest.mark.parametrize("path", ["/communities/", "/communities/find/", "/my-community/", "/robots.txt"])
def test_addresses_that_only_show_refuse_to_be_sent_forms(client, district, path):
    assert client.post(path).status_code == 405
