"""The map of the site, and what crawlers are asked to leave alone."""

from xml.etree import ElementTree

import pytest

from tests.factories import NoticeFactory

pytestmark = pytest.mark.django_db


def addresses(client):
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/xml")
    tree = ElementTree.fromstring(response.content)  # noqa: S314 - our own answer
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    return {
        url.findtext(f"{space}loc"): url.findtext(f"{space}lastmod") for url in tree.findall(f"{space}url")
    }


def test_the_map_has_every_public_page_with_its_day(client, district, settings):
    notice = NoticeFactory(parent=district.notices_of("wuyixiang"))
    found = addresses(client)
    for path in ("/", "/fuzimiao/", "/fuzimiao/wuyixiang/", "/notices/", notice.url):
        assert found[f"{settings.SITE_URL}{path}"]


def test_the_map_leaves_out_drafts_and_what_is_for_committees(client, district):
    draft = NoticeFactory(parent=district.notices_of("wuyixiang"), draft=True, slug="caogao")
    internal = NoticeFactory(parent=district.notices_of("fuzimiao"), for_committees=True, slug="neibu")
    found = " ".join(addresses(client))
    assert draft.slug not in found
    assert internal.slug not in found


def test_robots_are_told_the_map_and_the_closed_parts(client, db, settings):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    text = response.content.decode()
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text
    assert "Disallow: /admin/" in text
    assert "Disallow: /me/" in text


def test_whom_to_tell_of_a_weakness_stands_where_it_is_looked_for(client, db, settings):
    address = "/.well-known/security.txt"
    assert client.get(address).status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@example.gov.cn"
    text = client.get(address).content.decode()
    assert "Contact: mailto:security@example.gov.cn\n" in text
    assert "Expires: 20" in text
    assert f"Canonical: {settings.SITE_URL}{address}\n" in text
