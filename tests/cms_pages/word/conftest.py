"""Documents on their way to drafts."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import strip_tags

from cms_pages.models import WordImport
from communities.actions.load_calendar import load_calendar
from communities.choices import Role
from disclosure.actions.lay_out_duties import lay_out_duties
from disclosure.models import DisclosureDuty, DisclosureItem

INDEX = "/admin/word/"


@pytest.fixture
def worker(district, official):
    return official(Role.COMMITTEE_WORKER, district.body("wuyixiang"))


@pytest.fixture
def duty(district, now):
    body = district.body("wuyixiang")
    load_calendar(actor=None, now=now, years={2026, 2027})
    items = DisclosureItem.objects.standard().filter(code="income-expenditure")
    items.update(counted_from=date(2026, 7, 1))
    lay_out_duties(actor=None, now=now, items=items, bodies=[body], since=date(2026, 7, 1))
    return DisclosureDuty.objects.with_names().get(body=body, starts_on=date(2026, 7, 1))


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


def text_of(html):
    """Return the lines of rich text."""
    spaced = html.replace("</p>", "\n").replace("</li>", "\n").replace("<br>", "\n")
    return [line for line in strip_tags(spaced).replace("&amp;", "&").split("\n") if line.strip()]


def lines(stream):
    """Return what a stream says, block by block."""
    found = []
    for block in stream:
        if block.block_type == "paragraph":
            found += text_of(block.value.source)
        elif block.block_type == "heading":
            found.append(f"# {block.value}")
        elif block.block_type == "image":
            found.append(f"[{block.value.contextual_alt_text}]")
        else:
            found.append(str(block.value))
    return found


def preview_of(client, kept):
    """Return what a document looks like before its draft is made."""
    return client.get(reverse("word_import:draft", args=[kept.key])).content.decode()
