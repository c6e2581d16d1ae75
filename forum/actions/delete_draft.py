from accounts.models import User
from forum.models import Draft


def delete_draft(*, actor: User, draft: Draft) -> None:
    """Throw away one's own draft."""
    Draft.objects.filter(user=actor, pk=draft.pk).delete()
