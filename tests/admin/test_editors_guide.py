"""The manual for officials is served by the site itself, with its pictures."""

import re

import pytest
from django.urls import reverse
from PIL import Image

from communities.choices import Role
from config.env import REPOSITORY

pytestmark = pytest.mark.django_db
FOLDER = REPOSITORY / "docs" / "editors"


def test_every_official_finds_the_manual_in_the_menu_and_reads_it(world, as_):
    for role in (Role.COMMITTEE_WORKER, Role.DEPARTMENT_CLERK, Role.MODERATOR):
        client = as_(role)
        assert reverse("editors_guide:index") in client.get("/admin/").content.decode()
        page = client.get(reverse("editors_guide:index")).content.decode()
        assert "使用手册" in page
        assert '<a href="#part-1">登录</a>' in page
        assert '<h2 id="part-1">登录</h2>' in page
    pictures = re.findall(r'<img src="(/admin/guide/[^"]+)" alt="([^"]+)"', page)
    assert len(pictures) >= 5
    for address, words in pictures:
        answer = client.get(address)
        assert answer["Content-Type"] == "image/png"
        assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
        assert words
    assert not re.search(
        r'(?:src|href)="(?:https?:)?//', page.split("workbench__guide")[1].split("</div>")[0]
    )


def test_there_is_nothing_else_to_be_had_there(world, as_):
    client = as_(Role.COMMITTEE_WORKER)
    for name in ("nothing.png", "../../README.png", "..%2f..%2fREADME.md", "guide.md"):
        assert client.get(f"/admin/guide/{name}", follow=True).status_code == 404
    assert as_(Role.RESIDENT).get(reverse("editors_guide:index")).status_code == 403


def test_its_pictures_are_small_and_all_shown():
    text = (FOLDER / "guide.md").read_text(encoding="utf-8")
    pictures = list(FOLDER.glob("*.png"))
    assert set(re.findall(r"\]\((\w+\.png)\)", text)) == {picture.name for picture in pictures}
    assert sum(picture.stat().st_size for picture in pictures) < 1_500_000
    assert all(Image.open(picture).width <= 1300 for picture in pictures)
