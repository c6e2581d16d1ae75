"""Makes every way of publishing a page ask first whether it is ready, and keeps change and event together.

Wagtail publishes in four ways: the editor (form, `save_revision`, then the publishing action itself),
`Page.publish` (bulk action, workflow, timer, our own verbs), the generic create and edit actions behind its
API (`save_revision`, then `Page.publish`), and a copy or alias that is saved live (`save`).
`save_revision`, `publish` and `save` below lie on all of them; the editor's form (`cms_pages.forms`) asks the
same question earlier, to answer at the field.
"""

from typing import Any

from django.db import transaction
from wagtail.models import Revision

from cms_pages.publication.errors import PublicationError, check_publication


class PublicationGuard:
    """A mixin for page classes, before Wagtail's `Page`."""

    def publication_errors(self) -> list[PublicationError]:
        """Return what keeps this page from being published; a page type overrides it and extends the list."""
        return []

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save. A new page that is live at once, as a copy that keeps its state or an alias, must be ready.

        Raises:
            PublicationRefused: it is not.
        """
        if self._state.adding and self.live:  # type: ignore[attr-defined]
            check_publication(self)
        return super().save(*args, **kwargs)  # type: ignore[misc]

    @transaction.atomic
    def copy(self, *args: Any, **kwargs: Any) -> Any:
        """Copy the page, in one transaction: where the copy would be live and is not ready, there is none."""
        return super().copy(*args, **kwargs)  # type: ignore[misc]

    def save_revision(self, *args: Any, clean: bool = True, **kwargs: Any) -> Revision:
        """Save a revision. One that is checked (`clean`), as before publishing, must be ready to be
        published.

        Raises:
            PublicationRefused: it is not ready.
        """
        if clean:
            check_publication(self)
        return super().save_revision(*args, clean=clean, **kwargs)  # type: ignore[misc]

    @transaction.atomic
    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """Publish or schedule `revision`, in one transaction with the events that tell of it.

        Raises:
            PublicationRefused: the revision is not ready.
        """
        check_publication(revision.as_object())
        return super().publish(revision, *args, **kwargs)  # type: ignore[misc]

    @transaction.atomic
    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        """Take the page off the site, in one transaction with the events that tell of it."""
        return super().unpublish(*args, **kwargs)  # type: ignore[misc]

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Delete the page, in one transaction with the events that tell of it."""
        return super().delete(*args, **kwargs)  # type: ignore[misc]

    @transaction.atomic
    def move(self, *args: Any, **kwargs: Any) -> Any:
        """Move the page, in one transaction with the events that tell of it."""
        return super().move(*args, **kwargs)  # type: ignore[misc]
