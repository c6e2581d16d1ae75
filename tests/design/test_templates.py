"""What holds for every template and static file of the design system."""

import gzip
import re
from pathlib import Path

import pytest
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory

import design
from design import gallery
from design.views.components import components

ROOT = Path(design.__file__).parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
COMPONENTS = sorted((ROOT / "templates" / "design" / "components").glob("*.html"))
BUDGET = 40_000


def name_of(path: Path) -> str:
    return path.relative_to(ROOT / "templates").as_posix()


def without_comments(source: str) -> str:
    return re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_no_template_has_inline_style_or_script(path):
    source = without_comments(path.read_text(encoding="utf-8"))
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", source)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", source))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_no_template_needs_a_session_messages_or_a_token(path):
    source = without_comments(path.read_text(encoding="utf-8"))
    assert "csrf" not in source
    assert "request." not in source
    if path.name != "base_private.html":
        assert "messages" not in re.sub(r'block messages|icon "messages', "", source)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_load_no_higher_app_and_other_hosts_are_not_called(path):
    source = path.read_text(encoding="utf-8")
    loaded = {name for tag in re.findall(r"\{% load ([^%]+) %\}", source) for name in tag.split()}
    assert loaded <= {"design", "i18n", "static"}
    assert "//" not in re.sub(r"http://127\.0\.0\.1:8000/|http://www\.w3\.org/", "", source)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_template_can_be_read(path):
    get_template(name_of(path))


@pytest.mark.parametrize("path", COMPONENTS, ids=name_of)
def test_every_component_stands_in_the_gallery(path):
    pages = "".join(
        page.read_text(encoding="utf-8") for page in TEMPLATES if page.name != path.name and page != path
    )
    assert f"design/components/{path.name}" in pages


@pytest.mark.parametrize("path", COMPONENTS, ids=name_of)
def test_a_component_without_parameters_does_not_break(path):
    render_to_string(name_of(path), {})


@pytest.mark.parametrize("page", gallery.PAGES)
def test_every_page_of_the_gallery_is_shown_while_developing(page, settings):
    settings.DEBUG = True
    response = components(RequestFactory().get("/design/"), page)
    html = response.content.decode()
    assert response.status_code == 200
    assert html.count("<h1") == 1
    assert html.count("<main") == 1
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_visitors_see_no_gallery(visitor):
    assert visitor.get("/design/").status_code == 404


def test_developers_see_no_page_that_the_gallery_lacks(visitor, settings):
    settings.DEBUG = True
    assert visitor.get("/design/nothing/").status_code == 404


def test_a_page_stands_with_nothing_around_it():
    html = render_to_string("design/base.html")
    assert '<html lang="zh-Hans" data-elder="off" data-scheme="auto">' in html
    assert "秦淮社区建设网站" in html
    assert 'action="/display/"' in html


def test_the_frame_shows_what_higher_apps_give():
    html = render_to_string("design/base.html", gallery.context("components"))
    for text in ("小西湖社区", "夫子庙街道", "苏ICP备", "停水检修", "南京市秦淮区", "网站标识码"):
        assert text in html


def test_the_private_base_shows_messages():
    html = render_to_string(
        "design/base_private.html",
        {"messages": [type("M", (), {"level_tag": "success", "__str__": lambda _: "已保存"})()]},
    )
    assert "alert_success" in html
    assert "已保存" in html


def test_peoples_words_are_escaped_in_lists():
    item = {"title": "<script>alert(1)</script>\u202e", "url": "javascript:alert(1)", "badges": []}
    html = render_to_string("design/components/dated_list.html", {"items": [item]})
    assert "&lt;script&gt;" in html
    assert "\u202e" not in html


def test_styles_and_scripts_stay_within_their_budget():
    files = [*(ROOT / "static").rglob("*.css"), *(ROOT / "static").rglob("*.js")]
    assert len(files) > 5
    assert sum(len(gzip.compress(path.read_bytes())) for path in files) <= BUDGET


def test_every_stylesheet_is_loaded_by_the_base_template():
    loaded = (ROOT / "templates" / "design" / "partials" / "stylesheets.html").read_text(encoding="utf-8")
    for path in (ROOT / "static" / "design" / "css").rglob("*.css"):
        if path.name != "gallery.css":
            assert path.relative_to(ROOT / "static").as_posix() in loaded


def test_every_class_in_a_template_is_known_to_a_stylesheet_or_script():
    known = "".join(
        path.read_text(encoding="utf-8")
        for kind in ("css", "js")
        for path in (ROOT / "static").rglob(f"*.{kind}")
    )
    classes = set()
    for path in TEMPLATES:
        # A template tag inside stands for some text: `button_{{ variant }}` is known by its beginning.
        source = re.sub(r"\{%.*?%\}", " ", re.sub(r"\{\{.*?\}\}", "…", path.read_text(encoding="utf-8")))
        for value in re.findall(r'\sclass="([^"]*)"', source):
            classes |= {name.partition("…")[0] for name in value.split()}
    unknown = {name for name in classes if f".{name}" not in known}
    assert unknown == set()
