"""Who keeps what the search knows of words, and whose searches are whose."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from communities.permissions import has_right
from communities.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import Model

    from accounts.models import User
    from search.models import SavedSearch

    Person = User | AnonymousUser


def can_keep_search(user: "Person", _row: "Model | None" = None) -> bool:
    """Return whether `user` keeps synonyms, pinned results and hidden words: the district's
    administrators.
    """
    return has_right(user, Right.MANAGE_DISTRICT)


def check_keep_search(user: "Person") -> None:
    """Let those pass who keep the search's registers.

    Raises:
        PermissionDenied: they don't.
    """
    if not can_keep_search(user):
        raise PermissionDenied(_("同义词、置顶结果和不推荐的词由区管理员维护。"))


def can_see(user: "Person", saved: "SavedSearch") -> bool:
    """Return whether `saved` is the user's own. Twin of `SavedSearchQuerySet.visible_to`."""
    return user.is_authenticated and saved.user_id == user.pk
