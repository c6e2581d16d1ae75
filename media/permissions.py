"""Who may upload attachments, and who may read them."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from media.attachments.owners import registry
from media.choices import AttachmentState

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from media.models import Attachment

    Person = User | AnonymousUser


def can_add_attachment(user: "Person") -> bool:
    """Return whether `user` may upload: whoever is signed in. What for is the owner's rule."""
    return user.is_authenticated and user.is_active and not user.waits_for_guardian


def check_add_attachment(user: "Person") -> None:
    """Check that `user` may upload.

    Raises:
        PermissionDenied: they may not.
    """
    if not can_add_attachment(user):
        raise PermissionDenied(_("请先登录，再上传图片或文件。"))


def can_inspect_attachment(user: "Person", attachment: "Attachment") -> bool:
    """Return whether `user` may see what was withdrawn with its owner but is held, and decide about it."""
    owner = registry.get(attachment.owner_kind)
    if attachment.state != AttachmentState.HELD or owner is None or attachment.owner_id is None:
        return False
    return owner.may_inspect(user, attachment.owner_id)


def check_inspect_attachment(user: "Person", attachment: "Attachment") -> None:
    """Check that `user` may inspect what is held.

    Raises:
        PermissionDenied: they may not, or it is held no more.
    """
    if not can_inspect_attachment(user, attachment):
        raise PermissionDenied(_("这个附件不由您管理，或者已经不再留存。"))


def can_read_attachment(user: "Person", attachment: "Attachment") -> bool:
    """Return whether `user` may have the attachment's files now.

    Unclaimed it is the uploader's; claimed it is for the readers of its owner; held for whoever may inspect
    the owner; removed for nobody.
    """
    if attachment.state == AttachmentState.UNCLAIMED:
        return user.is_authenticated and user.is_active and attachment.uploader_id == user.pk
    owner = registry.get(attachment.owner_kind)
    if owner is None or attachment.owner_id is None:
        return False
    if attachment.state == AttachmentState.CLAIMED:
        return owner.may_read(user, attachment.owner_id)
    return can_inspect_attachment(user, attachment)
