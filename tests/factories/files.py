"""Pictures and documents, in the collection of a body."""

import factory
import wagtail_factories
from wagtail.models import Collection

from media.models import Document, Image
from tests.factories.uploads import PDF


class ImageFactory(wagtail_factories.ImageFactory):
    """A small picture; give `collection=body.collection` to make it a body's."""

    class Meta:
        model = Image

    title = factory.Sequence(lambda n: f"秦淮河边的照片{n}")
    description = "河边的廊桥"
    credit = "秦淮区摄影协会"
    people = "nobody"
    file = factory.django.ImageField(width=640, height=400, color="teal")
    collection = factory.LazyFunction(Collection.get_first_root_node)


class DocumentFactory(wagtail_factories.DocumentFactory):
    """A small PDF; give `collection=body.collection` to make it a body's."""

    class Meta:
        model = Document

    title = factory.Sequence(lambda n: f"停水范围图{n}")
    file = factory.django.FileField(
        filename="map.pdf",
        data=PDF,
    )
    collection = factory.LazyFunction(Collection.get_first_root_node)
