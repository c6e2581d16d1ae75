"""The blocks that the body of a page is made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock


class BodyBlock(blocks.StreamBlock):
    """Headings, paragraphs, pictures and tables, in any order."""

    heading = blocks.CharBlock(label=_("小标题"), max_length=60, icon="title")
    paragraph = blocks.RichTextBlock(label=_("段落"), features=["bold", "ol", "ul", "link", "document-link"])
    image = ImageBlock(label=_("图片"))
