"""What the pictures of a page must say before it is published."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.images.models import AbstractImage

from cms_pages.publication.errors import PublicationError
from media.models import Image


def picture_errors(page: Model) -> list[PublicationError]:
    """Return an error for each picture that `page` shows, in any of its fields, which doesn't say whether
    people in it agree (民法典第一千零一十九条), or where it comes from (著作权法第二十四条).
    """
    fields: dict[int, str] = {}
    for field in page._meta.concrete_fields:
        if hasattr(field, "extract_references"):
            found = field.extract_references(field.value_from_object(page))
            for model, key, _model_path, _content_path in found:
                if issubclass(model, Image):
                    fields.setdefault(int(key), field.name)
        elif field.related_model is Image and (key := field.value_from_object(page)) is not None:
            fields.setdefault(key, field.name)
    if not fields:
        return []
    return [
        PublicationError(lacking, fields[image.pk])
        for image in Image.objects.filter(pk__in=fields).order_by("pk")
        if (lacking := what_lacks(image))
    ]


def what_lacks(image: Image) -> str:
    """Return what `image` must still say before it is shown, as a sentence; "" where it may be."""
    lacking = [
        *([] if image.people else [_("图中有没有能认出来的人、是否都同意公开")]),
        *([] if image.credit.strip() else [_("来源或作者")]),
    ]
    if not lacking:
        return ""
    said = {"title": image.title, "lacking": "，".join(lacking)}
    return _("图片“%(title)s”还没有说明：%(lacking)s。请在“图片”里打开它补上。") % said


def unspoken_pictures(stream: Iterable[Any]) -> int:
    """Return how many pictures of a stream have neither an alternative text nor the mark “decorative”."""
    return sum(
        not (getattr(image, "contextual_alt_text", "") or "").strip()
        and not getattr(image, "decorative", False)
        for image in _images(stream)
    )


def _images(value: Any) -> Iterator[AbstractImage]:
    if isinstance(value, AbstractImage):
        yield value
    elif isinstance(value, StructValue):
        for inner in value.values():
            yield from _images(inner)
    elif isinstance(value, ListValue):
        for item in value:
            yield from _images(item)
    elif isinstance(value, StreamValue):
        for child in value:
            yield from _images(child.value)
