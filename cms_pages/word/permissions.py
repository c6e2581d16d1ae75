"""Who reads what was read of a document, and makes a draft of it."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from cms_pages.word.targets import Target, target_again

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from cms_pages.models import WordImport


def can_see(user: "User | AnonymousUser", word_import: "WordImport") -> bool:
    """Return whether `user` sees it: whoever read it in. Twin of `WordImportQuerySet.visible_to`."""
    return user.is_authenticated and word_import.owner_id == user.pk


def check_make_draft(user: "User", word_import: "WordImport") -> Target:
    """Return the place for the draft where `user` may make one.

    Raises:
        PermissionDenied: it is another's, or the right was lost, or the list went.
    """
    target = target_again(word_import) if can_see(user, word_import) else None
    if target is None:
        raise PermissionDenied(_("您现在不能在这里新建草稿，可能职务或栏目有变动。"))
    return target
