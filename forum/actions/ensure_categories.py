from datetime import datetime
from typing import Final

from django.db import transaction

from communities.choices import BodyKind
from forum.actions.set_enquiry_category import set_enquiry_category
from forum.models import EnquiryCategory

# Name, who answers, working days, whether a second person signs. The district changes them in the workbench.
USUAL: Final = (
    ("物业与停车", BodyKind.COMMITTEE, 5, False),
    ("楼道与环境卫生", BodyKind.COMMITTEE, 5, False),
    ("养老与助残", BodyKind.COMMITTEE, 5, False),
    ("邻里纠纷", BodyKind.COMMITTEE, 7, False),
    ("证明与办事", BodyKind.COMMITTEE, 3, False),
    ("市政与道路", BodyKind.STREET_OFFICE, 7, False),
    ("噪声与油烟", BodyKind.STREET_OFFICE, 7, False),
    ("对工作人员的投诉", BodyKind.STREET_OFFICE, 10, True),
    ("其他", BodyKind.COMMITTEE, 5, False),
)


@transaction.atomic
def ensure_categories(*, actor: None, now: datetime) -> None:
    """Give a site that has no category of enquiries the usual ones.

    Args:
        actor: nobody; a release does it.
        now: the present moment.
    """
    if EnquiryCategory.objects.exists():
        return
    for position, (name, kind, days, needs_signature) in enumerate(USUAL):
        set_enquiry_category(
            actor=None,
            settings={
                "name": name,
                "body_kind": kind,
                "working_days": days,
                "needs_signature": needs_signature,
                "position": position,
            },
            now=now,
        )
