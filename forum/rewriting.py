"""Replacing the text of a post, with the old one kept; what editing, reverting and approving a change
share.
"""

from datetime import datetime

from accounts.models import User
from forum.attaching import names_of
from forum.markdown import VERSION
from forum.models import Mention, Post, Revision
from forum.writing import Draughted, mention_rows


def rewrite(post: Post, draughted: Draughted, *, editor: User, now: datetime) -> None:
    """Put the new text into the post's row, which the caller has locked."""
    post.revision_count += 1
    Revision.objects.create(
        post=post,
        number=post.revision_count,
        text=post.text,
        files=names_of(post),
        editor=editor,
        made_at=now,
    )
    post.text, post.html, post.html_version = draughted.text, draughted.html, VERSION
    post.digest, post.edited_at, post.pending_text = draughted.digest, now, ""
    post.save(
        update_fields=[
            "text",
            "html",
            "html_version",
            "digest",
            "edited_at",
            "pending_text",
            "revision_count",
        ]
    )
    told = [] if post.topic.is_private else mention_rows(draughted.people, editor)
    Mention.objects.bulk_create([Mention(post=post, user_id=key) for key in told], ignore_conflicts=True)
