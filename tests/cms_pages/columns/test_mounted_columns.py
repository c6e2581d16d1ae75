"""A column that shows an app is there when the app is, in the menu, in the tree and at its address."""

from types import ModuleType

import pytest
from django.apps import AppConfig, apps
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from cms_pages import columns, navigation
from cms_pages.actions.ensure_area_pages import ensure_area_pages
from cms_pages.columns import COLUMNS, column_of, open_columns
from cms_pages.models import MutualAidIndexPage
from communities.models import Area, BodyPage

pytestmark = pytest.mark.django_db


def front_of_the_app(request: HttpRequest, page: MutualAidIndexPage) -> HttpResponse:
    return HttpResponse(f"front of {page.area.slug}")


@pytest.fixture
def install(monkeypatch, tmp_path):
    """Install an app that answers for the column, as a release that brings it would."""

    def installed(name="mutual_aid"):
        module = ModuleType(name)
        module.__path__ = [str(tmp_path)]
        config = AppConfig(name, module)
        monkeypatch.setitem(apps.app_configs, config.label, config)
        monkeypatch.setattr(MutualAidIndexPage, "view", f"{__name__}.front_of_the_app")
        return lambda: monkeypatch.delitem(apps.app_configs, config.label)

    return installed


def menu(area):
    request = RequestFactory().get("/somewhere/")
    navigation.set_area(request, area)
    return [entry["key"] for entry in navigation.of_request(request, timezone.now()).menu_columns]


def make_pages():
    ensure_area_pages(actor=None, areas=list(Area.objects.order_by("path")), now=timezone.now())


def test_a_column_of_an_app_that_is_not_installed_is_nowhere(client, district):
    column = column_of("mutual-aid")
    assert column in COLUMNS
    assert not column.is_open
    assert column not in open_columns()
    make_pages()
    assert not MutualAidIndexPage.objects.exists()
    assert "mutual-aid" not in menu(district["wuyixiang"])
    assert client.get("/fuzimiao/wuyixiang/mutual-aid/").status_code == 404
    assert "居民互助" not in client.get("/fuzimiao/wuyixiang/").content.decode()


def test_the_release_that_installs_the_app_gives_the_column_to_every_area(client, district, install):
    install()
    make_pages()
    make_pages()
    assert MutualAidIndexPage.objects.count() == len(district.areas)
    assert menu(district["wuyixiang"])[-1] == "mutual-aid"
    answer = client.get("/fuzimiao/wuyixiang/mutual-aid/")
    assert answer.content.decode() == "front of wuyixiang"
    assert "居民互助" in client.get("/fuzimiao/wuyixiang/").content.decode()
    street = MutualAidIndexPage.objects.get(area=district["fuzimiao"])
    assert BodyPage.objects.get(page=street).body == district.body("fuzimiao")


def test_taking_the_app_away_shuts_the_column_that_is_there(client, district, install):
    take_away = install()
    make_pages()
    assert "/mutual-aid/" in client.get("/sitemap.xml").content.decode()
    take_away()
    columns_of_area = menu(district["wuyixiang"])
    assert "mutual-aid" not in columns_of_area
    assert columns_of_area == [column.key for column in columns.open_columns()]
    assert client.get("/fuzimiao/lianziying/mutual-aid/").status_code == 404
    assert client.get("/fuzimiao/lianziying/mutual-aid/below/").status_code == 404
    page = MutualAidIndexPage.objects.get(area=district["lianziying"])
    assert page.get_sitemap_urls() == []


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.key)
def test_a_row_and_its_page_model_agree(column):
    assert column.page_model.column == column.key
    assert not column.app or column.page_model.view.split(".")[0] == column.app
