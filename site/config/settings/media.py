"""Pictures, documents and attachments: what is taken, and how much of it."""

from config.env import boolean, integer

# A JPEG is decoded at reduced size (50 million pixels take about 112 MB), which other formats can't: four
# bytes a pixel. An iPhone's HEIC has 24 million unless somebody asked it for more.
PICTURE_MEGABYTES = integer("PICTURE_MEGABYTES", default=15, least=1)
PICTURE_MILLION_PIXELS = {
    "JPEG": integer("PICTURE_MILLION_PIXELS_JPEG", default=50, least=1),
    "HEIF": integer("PICTURE_MILLION_PIXELS_HEIC", default=25, least=1),
    "": integer("PICTURE_MILLION_PIXELS", default=20, least=1),
}
# What is stored is no larger: twice the width of the widest column, which is enough for the sharpest screens.
PICTURE_LONGEST_SIDE = 2560
# How many pictures all processes of this machine together decode at once; how many requests may wait for
# their turn, each of which holds a thread; and how long one waits, in seconds.
PICTURES_AT_ONCE = integer("PICTURES_AT_ONCE", default=1, least=1)
PICTURES_WAITING = integer("PICTURES_WAITING", default=2, least=0)
PICTURE_PATIENCE = 15

# Archives are off: what is in one, nobody sees before it is opened.
DOCUMENTS_MAY_BE_ZIP = boolean("DOCUMENTS_MAY_BE_ZIP", default=False)
DOCUMENT_MEGABYTES = integer("DOCUMENT_MEGABYTES", default=20, least=1)

# Attachments of one person within 24 hours.
ATTACHMENTS_PER_DAY = integer("ATTACHMENTS_PER_DAY", default=30, least=1)
ATTACHMENT_MEGABYTES_PER_DAY = integer("ATTACHMENT_MEGABYTES_PER_DAY", default=100, least=1)
# A request with more is refused before any of it is read. Several pictures may come with one form.
UPLOAD_MEGABYTES = integer("UPLOAD_MEGABYTES", default=64, least=1)
