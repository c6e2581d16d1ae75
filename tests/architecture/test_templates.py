"""What the Content-Security-Policy and readers without JavaScript rely on, said before a browser says it."""

import re

import pytest

from tests.architecture.house import relative, templates

COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", re.DOTALL)
SCRIPT = r"<script\b(?![^>]*\s(?:src=|type=[\"']application/))[^>]*>"
RULES = {
    "a class and a stylesheet instead of a style attribute": r"<[a-z][^<>]*\sstyle\s*=",
    "a stylesheet instead of <style>": r"<style\b",
    "a file in static/, loaded with src, instead of an inline script": SCRIPT,
    "a data attribute and a listener in a script file instead of on…=": r"<[a-z][^<>]*\son[a-z]+\s*=",
    "a button or a link that leads somewhere instead of javascript:": r"javascript:",
    "a file of the site's own instead of another host's": (
        r"<(?:script|img|link|iframe|source|video|audio)\b[^>]*\s(?:src|href|srcset)=[\"'](?:https?:)?//"
    ),
}


@pytest.mark.parametrize(("use", "pattern"), RULES.items())
def test_no_template_does_what_the_policy_refuses(use, pattern):
    found = []
    for path in templates():
        source = COMMENT.sub("", path.read_text(encoding="utf-8"))
        found += [f"{relative(path)}: {hit[0]}" for hit in re.finditer(pattern, source, re.IGNORECASE)]
    assert not found, f"Use {use}:\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("use", "refused", "accepted"),
    [
        (0, '<p style="color:red">', '<p class="style=">'),
        (1, "<style>p{}</style>", '<link rel="stylesheet" href="/static/a.css">'),
        (2, "<script>go()</script>", '<script type="module" src="/static/a.js"></script>'),
        (2, '<script type="module">go()</script>', '<script type="application/ld+json">{}</script>'),
        (3, '<button type="button" onclick="go()">', '<button type="button" data-on="click">'),
        (5, '<img src="//elsewhere.example/a.png">', '<img src="/media/a.png">'),
    ],
)
def test_the_patterns_find_what_they_are_for(use, refused, accepted):
    pattern = list(RULES.values())[use]
    assert re.search(pattern, refused, re.IGNORECASE)
    assert not re.search(pattern, accepted, re.IGNORECASE)
