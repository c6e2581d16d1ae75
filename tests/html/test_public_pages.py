"""Every public page: the W3C's checker accepts it, and it asks no other host."""

import re

import pytest

from tests.html.checker import complaints
from tests.town import furnish, public_pages

# What a browser fetches by itself; a link to click, or a name in JSON-LD, is something else.
FETCHING_LINK = r"link(?=[^>]*rel=[\"'](?:stylesheet|icon|preload|modulepreload|manifest|preconnect))"
FETCHED = re.compile(
    rf"<(?:img|script|iframe|source|video|audio|embed|object|{FETCHING_LINK})\b[^>]*?"
    r"\s(?:src|href|srcset|data|poster)=[\"']((?:https?:)?//[^\"']+)",
    re.IGNORECASE,
)


@pytest.mark.once
def test_every_public_page_is_sound_html_and_calls_no_other_host(district, client_for, tmp_path):
    town = furnish(district)
    html, wrong = {}, []
    for page in public_pages(town):
        response = client_for(page.user(town)).get(page.address)
        text = response.content.decode()
        html[f"{page.address} ({page.reader})"] = text
        if response.status_code != page.status:
            wrong.append(
                f"{page.name}: {page.address} answers {response.status_code} instead of {page.status}"
            )
        wrong += [f"{page.name}: asks {host}" for host in FETCHED.findall(text)]
    assert not wrong, "\n".join(wrong)
    found = complaints(html, tmp_path)
    assert not found, "\n".join(found)
