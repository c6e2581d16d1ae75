"""The folders (Wagtail's collections) that no body owns."""

from collections.abc import Sequence

from wagtail.models import Collection

from communities.models import Body

SHARED_FOLDER = "全区共用"


def shared_folders() -> list[Collection]:
    """Return the folders from which everybody may choose: the district's shared one, with all below it."""
    root = Collection.get_first_root_node()
    if root is None:
        return []
    return list(Collection.objects.child_of(root).filter(name=SHARED_FOLDER, body__isnull=True))


def add_shared_folder(_bodies: Sequence[Body]) -> None:
    """Make the shared folder where it is missing; called when bodies are added."""
    root = Collection.get_first_root_node()
    if root is not None and not shared_folders():
        root.add_child(name=SHARED_FOLDER)
