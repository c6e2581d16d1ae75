"""Choosing one of the pictures of a disclosure by looking at them."""

from typing import Any

from django import forms

from media.models import Image


class PictureWidget(forms.RadioSelect):
    """Small pictures, each with a radio button.

    Attributes:
        pictures: those to choose from.
    """

    template_name = "cms_pages/disclosures/admin/pictures.html"
    pictures: list[Image]

    class Media:
        css = {"all": ["cms_pages/css/disclosure_admin.css"]}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return what the template shows; the fields of Wagtail's editor find an id on it."""
        return {
            "widget": {"name": name, "attrs": attrs or {}},
            "pictures": [
                {"picture": picture, "is_chosen": str(picture.pk) == str(value)} for picture in self.pictures
            ],
        }
