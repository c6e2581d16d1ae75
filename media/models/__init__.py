from media.models.attachments import Attachment
from media.models.files import Document, Image, Rendition

__all__ = ["Attachment", "Document", "Image", "Rendition"]
