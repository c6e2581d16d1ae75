"""“Does it fit me?”: by age and situation, and never by keeping either."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cms_pages.choices import ServiceNeed
from cms_pages.models import ServicePage
from cms_pages.services.words import needs_of, stored_needs
from tests.factories.services import ServiceFactory, services_of

# What pages and files say is the same on each database.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
LIST = "/fuzimiao/wuyixiang/services/"


@pytest.fixture
def offers(district):
    parent = services_of(district, "wuyixiang")
    return [
        ServiceFactory(parent=parent, title="谁都能用的食堂"),
        ServiceFactory(parent=parent, title="老人助浴", age_from=60),
        ServiceFactory(parent=parent, title="课后托管", age_from=6, age_to=12),
        ServiceFactory(parent=parent, title="辅具租借", needs=stored_needs(["disabled", "care"])),
    ]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, {"食堂", "助浴", "托管", "辅具"}),
        ({"age": "60"}, {"食堂", "助浴", "辅具"}),
        ({"age": "59"}, {"食堂", "辅具"}),
        ({"age": "12"}, {"食堂", "托管", "辅具"}),
        ({"need": "disabled"}, {"食堂", "助浴", "托管", "辅具"}),
        ({"need": "poor"}, {"食堂", "助浴", "托管"}),
        ({"age": "70", "need": "care"}, {"食堂", "助浴", "辅具"}),
        ({"age": "999"}, {"食堂", "助浴", "托管", "辅具"}),
        ({"age": "²", "need": "x"}, {"食堂", "助浴", "托管", "辅具"}),
    ],
)
def test_a_list_keeps_what_somebody_may_use(client, offers, query, shown):
    answer = client.get(LIST, query)
    titles = " ".join(row["title"] for row in answer.context["items"])
    assert {word for word in ("食堂", "助浴", "托管", "辅具") if word in titles} == shown


def test_wrong_answers_are_said_and_kept_in_the_field(client, offers):
    text = client.get(LIST, {"age": "六十"}).content.decode()
    assert "年龄请填0到120的整数" in text
    assert 'value="六十"' in text
    assert "60岁能用的" in client.get(LIST, {"age": "60"}).content.decode()


def test_no_age_and_no_situation_is_kept_with_a_page(client, offers):
    before = client.get(LIST, {"age": "60"})
    ServicePage.objects.filter(title="老人助浴").update(age_from=65)
    assert "老人助浴" in before.content.decode()
    assert "老人助浴" not in client.get(LIST, {"age": "60"}).content.decode()


def test_the_page_says_for_whom_it_is_how_long_one_waits_and_how_one_gets_there(client, district):
    page = ServiceFactory(
        parent=services_of(district, "wuyixiang"),
        age_from=60,
        needs=stored_needs(["care"]),
        wait_text="平时10分钟",
        nearest_stop="公交4路白下路站，往东走两分钟",
    )
    text = client.get(page.get_url()).content.decode()
    assert "公交4路白下路站，往东走两分钟" in text
    assert page.title in client.get(LIST, {"q": "白下路站"}).content.decode()
    assert "60岁以上、失能失智老人" in text
    assert "平时10分钟" in text


def test_ages_go_upwards(district):
    page = ServiceFactory(parent=services_of(district, "wuyixiang"))
    with transaction.atomic(), pytest.raises(IntegrityError):
        ServicePage.objects.filter(pk=page.pk).update(age_from=60, age_to=50)
    page.age_from = 200
    with pytest.raises(ValidationError):
        page.full_clean()


def test_needs_are_kept_in_one_form():
    assert stored_needs(["care", "x", "disabled"]) == ",disabled,care,"
    assert stored_needs([]) == ""
    assert needs_of(",disabled,care,") == [ServiceNeed.DISABLED, ServiceNeed.CARE]
    assert needs_of("") == []
