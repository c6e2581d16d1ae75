"""Every public page: the W3C's checker accepts it, it speaks Chinese, and it asks no other host."""

import re

from django.conf import settings

from design.views import errors
from tests.database import is_sqlite
from tests.html.checker import complaints
from tests.html.english import english
from tests.town import furnish, public_pages

# What a browser fetches by itself; a link to click, or a name in JSON-LD, is something else.
FETCHING_LINK = r"link(?=[^>]*rel=[\"'](?:stylesheet|icon|preload|modulepreload|manifest|preconnect))"
FETCHED = re.compile(
    rf"<(?:img|script|iframe|source|video|audio|embed|object|{FETCHING_LINK})\b[^>]*?"
    r"\s(?:src|href|srcset|data|poster)=[\"']((?:https?:)?//[^\"']+)",
    re.IGNORECASE,
)


def error_pages(client):
    """Return the page of each error that a visitor may meet, and the one of too many wrong passwords."""
    request = client.get("/").wsgi_request
    found = {f"error {status}": errors.error_response(request, status) for status in errors.PAGES}
    found["form of long ago"] = errors.csrf_failure(request)
    found["only with GET"] = client.post("/communities/")
    for _try in range(settings.AXES_FAILURE_LIMIT):
        found["locked out"] = client.post("/accounts/login/", {"login": "lisi", "password": "wrong-123456"})
    assert found["locked out"].status_code == 429
    return {name: response.content.decode() for name, response in found.items()}


def test_every_public_page_is_sound_html_in_chinese_and_calls_no_other_host(district, client_for, tmp_path):
    town = furnish(district)
    html, wrong = {}, []
    for page in public_pages(town):
        # What a browser would rather read changes nothing.
        response = client_for(page.user(town)).get(page.address, headers={"accept-language": "en-US"})
        text = response.content.decode()
        html[f"{page.address} ({page.reader})"] = text
        if response.status_code != page.status:
            wrong.append(
                f"{page.name}: {page.address} answers {response.status_code} instead of {page.status}"
            )
        wrong += [f"{page.name}: asks {host}" for host in FETCHED.findall(text)]
        wrong += [f"{page.name}: says “{said}”" for said in english(text)]
    html |= error_pages(client_for())
    assert not wrong, "\n".join(wrong)
    # The checker would read the same once more.
    found = complaints(html, tmp_path) if is_sqlite() else []
    assert not found, "\n".join(found)
