"""Forms to download belong to their guide: public with it, and not before."""

import pytest
from django.test import Client

from tests.factories import DocumentFactory

pytestmark = pytest.mark.django_db


def with_blank(guide, document):
    guide.materials = [
        ("material", {"name": "申请书", "form": "fill", "number": 1, "blank": document}),
    ]
    guide.save()


def test_a_form_of_a_published_guide_can_be_downloaded(department, guide):
    document = DocumentFactory(collection=department.collection)
    with_blank(guide, document)
    response = Client().get(document.url)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-cache"


def test_a_form_of_a_draft_is_nobodys_yet(department, guide):
    document = DocumentFactory(collection=department.collection)
    with_blank(guide, document)
    guide.unpublish()
    assert Client().get(document.url).status_code == 404
