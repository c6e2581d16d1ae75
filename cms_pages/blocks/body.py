"""The blocks that the body of a page is made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.images.blocks import ImageBlock

from cms_pages.blocks.pictures import BeforeAfterBlock, GalleryBlock
from cms_pages.blocks.tables import TypedTableBlock

TEXT_FEATURES = ["bold", "ol", "ul", "link", "document-link"]


class CalloutBlock(blocks.StructBlock):
    """A few lines that must not be overlooked."""

    tone = blocks.ChoiceBlock(
        label=_("样式"),
        choices=[("info", _("提示")), ("warning", _("注意"))],
        default="info",
    )
    text = blocks.RichTextBlock(label=_("内容"), features=["bold", "link"])

    class Meta:
        icon = "warning"
        label = _("提示框")
        template = "cms_pages/blocks/callout_block.html"


class QuoteBlock(blocks.StructBlock):
    """Words of somebody else, as of a regulation."""

    text = blocks.TextBlock(label=_("引文"), max_length=500)
    source = blocks.CharBlock(label=_("出处"), max_length=80, required=False)

    class Meta:
        icon = "openquote"
        label = _("引用")
        template = "cms_pages/blocks/quote_block.html"


class ContactBlock(blocks.StructBlock):
    """Whom to ask about the matter."""

    name = blocks.CharBlock(label=_("联系人或窗口"), max_length=40)
    phone = blocks.CharBlock(label=_("电话"), max_length=40, required=False)
    address = blocks.CharBlock(label=_("地址"), max_length=100, required=False)
    hours = blocks.CharBlock(label=_("时间"), max_length=60, required=False)

    class Meta:
        icon = "user"
        label = _("联系方式")
        template = "cms_pages/blocks/contact_block.html"


class BodyBlock(blocks.StreamBlock):
    """Headings, paragraphs, pictures and tables, in any order."""

    paragraph = blocks.RichTextBlock(label=_("段落"), features=TEXT_FEATURES, icon="pilcrow")
    heading = blocks.CharBlock(
        label=_("小标题"), max_length=60, icon="title", template="cms_pages/blocks/heading_block.html"
    )
    image = ImageBlock(label=_("图片"), template="cms_pages/blocks/image_block.html")
    gallery = GalleryBlock()
    before_after = BeforeAfterBlock()
    table = TableBlock(label=_("表格"), template="cms_pages/blocks/table_block.html")
    data_table = TypedTableBlock()
    callout = CalloutBlock()
    quote = QuoteBlock()
    contact = ContactBlock()
