from accounts.models import User
from forum.models import ReadMark, Topic


def mark_topic_read(*, actor: User, topic: Topic, number: int, known: int | None) -> None:
    """Remember that the actor has read up to `number`; it never goes back. No event: it is their own
    business.

    Args:
        actor: whose mark it is.
        topic: a topic that they see.
        number: the highest number on the page that they were shown.
        known: their mark before; None where they had none.
    """
    if known is None:
        ReadMark.objects.bulk_create(
            [ReadMark(user=actor, topic=topic, number=number)], ignore_conflicts=True
        )
    elif number > known:
        ReadMark.objects.filter(user=actor, topic=topic, number__lt=number).update(number=number)
