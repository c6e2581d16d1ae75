"""Documents on their way to drafts."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cms_pages.models import WordImport
from communities.choices import Role

INDEX = "/admin/word/"


@pytest.fixture
def worker(district, official):
    return official(Role.COMMITTEE_WORKER, district.body("wuyixiang"))


def upload(data, name="材料.docx"):
    return SimpleUploadedFile(name, data)


def send(client, data, to, name="材料.docx", **more):
    """Send a document; return the answer."""
    return client.post(INDEX, {"file": upload(data, name), "to": to, **more})


def read_in(client, data, to, name="材料.docx"):
    """Send a document that can be read; return what was kept."""
    response = send(client, data, to, name)
    assert response.status_code == 302, response.content.decode()[:2000]
    return WordImport.objects.get(key=response.url.split("/")[-2])


def fields_of(client, kept):
    """Return what the preview's form would send, as a browser does."""
    from html.parser import HTMLParser

    class Fields(HTMLParser):
        def __init__(self):
            super().__init__()
            self.found, self._select = {}, ""

        def handle_starttag(self, tag, attributes):
            named = dict(attributes)
            if tag == "input" and "name" in named and named.get("type") not in ("checkbox", "submit"):
                self.found[named["name"]] = named.get("value") or ""
            if tag == "select":
                self._select = named.get("name", "")
            if tag == "option" and self._select and ("selected" in named or self._select not in self.found):
                self.found[self._select] = named.get("value", "")

    page = client.get(reverse("word_import:draft", args=[kept.key]))
    assert page.status_code == 200
    main = page.content.decode().partition('class="word-import"')[2]
    parser = Fields()
    parser.feed(main.partition("</form>")[0])
    return {name: value for name, value in parser.found.items() if name != "csrfmiddlewaretoken"}


def make(client, kept, **more):
    """Make the draft; return the answer."""
    return client.post(
        reverse("word_import:draft", args=[kept.key]), {**fields_of(client, kept), "take": "1", **more}
    )


def draft(client, data, to, **more):
    """Read a document in, make the draft, and return the newest version of its page."""
    kept = read_in(client, data, to)
    response = make(client, kept, **more)
    assert response.status_code == 302, response.content.decode()
    kept.refresh_from_db()
    return kept.page.specific.get_latest_revision_as_object(), kept
