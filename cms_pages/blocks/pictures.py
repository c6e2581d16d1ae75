"""Several pictures together: a gallery, and one place before and after; and the pictures beside fields."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock


class GalleryPictureBlock(blocks.StructBlock):
    """One picture of a gallery. What a reader who can't see it should know is said by `image` itself."""

    image = ImageBlock(label=_("图片"))
    caption = blocks.CharBlock(label=_("图片说明"), max_length=80, required=False)

    class Meta:
        icon = "image"
        label = _("图片")


class GalleryBlock(blocks.StructBlock):
    """Pictures in a grid; each opens enlarged, and arrow keys lead from one to the next. One alone is a
    picture with a caption.
    """

    pictures = blocks.ListBlock(GalleryPictureBlock(), label=_("图片"), min_num=1, max_num=24)
    caption = blocks.CharBlock(label=_("整组的说明"), max_length=120, required=False)

    class Meta:
        icon = "image"
        label = _("图片和说明")
        help_text = _("一张或几张，每张可以写说明；几张排在一起，点开能一张张看。")
        template = "cms_pages/blocks/gallery_block.html"


class BeforeAfterBlock(blocks.StructBlock):
    """The same place twice: what a repair or a clean-up has changed."""

    before = ImageBlock(label=_("之前的图片"))
    before_label = blocks.CharBlock(label=_("之前的说法"), max_length=20, default="改造前")
    after = ImageBlock(label=_("之后的图片"))
    after_label = blocks.CharBlock(label=_("之后的说法"), max_length=20, default="改造后")
    caption = blocks.CharBlock(label=_("说明"), max_length=120, required=False)

    class Meta:
        icon = "image"
        label = _("前后对比")
        template = "cms_pages/blocks/before_after_block.html"


# What a guide or a service shows beside its fields: a plan of the way, a filled form, the place itself.
PICTURES = [
    ("image", ImageBlock(label=_("图片"), template="cms_pages/blocks/image_block.html")),
    ("gallery", GalleryBlock()),
    ("before_after", BeforeAfterBlock()),
]
MOST_PICTURE_BLOCKS = 12
