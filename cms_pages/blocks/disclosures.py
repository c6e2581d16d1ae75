"""The parts of a disclosure: one section for each element of its catalogue item."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from cms_pages.blocks.body import TEXT_FEATURES
from cms_pages.blocks.tables import TypedTableBlock
from disclosure.elements import LONGEST_NAME


class SectionContentBlock(blocks.StreamBlock):
    """What a section holds: words, tables, pictures. A block may be left blank: whether its element may, the
    catalogue says, and `disclosure_errors` names it.
    """

    paragraph = blocks.RichTextBlock(label=_("段落"), features=TEXT_FEATURES, icon="pilcrow", required=False)
    table = TypedTableBlock(required=False)
    image = ImageBlock(label=_("图片"), template="cms_pages/blocks/image_block.html")

    class Meta:
        required = False


class SectionBlock(blocks.StructBlock):
    """One element of the item, under its name in the catalogue."""

    name = blocks.CharBlock(
        label=_("要素"), max_length=LONGEST_NAME, help_text=_("照公开目录写，系统按名称核对是否齐全。")
    )
    content = SectionContentBlock(label=_("内容"), required=False)

    class Meta:
        icon = "doc-full-inverse"
        label = _("要素")
        template = "cms_pages/disclosures/section.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Return what the section's template shows."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context


class DisclosureBodyBlock(blocks.StreamBlock):
    """The sections, in any order."""

    section = SectionBlock()
