"""What of the forum an official may do for a resident who stands at the desk (`communities.assisting`).

Votes, likes and the verdict on an answer are nobody else's; drafts and one's public profile aren't, either.
"""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.assisting import Doable, addresses, closed


def _forum() -> str:
    return reverse("district-board")


addresses.register("enquiry-start")(
    Doable(label=_("提咨询、建议、投诉（在论坛版块里选“咨询投诉”）"), url=_forum)
)
addresses.register("topic-start")(Doable(label=_("在论坛发话题"), url=_forum))
addresses.register("topic-reply")(Doable(label=_("回复话题、补充咨询")))
addresses.register("post-edit")(Doable())
addresses.register("enquiry-reopen")(Doable())
addresses.register("topic-watch")(Doable())
for _name in ("drafts", "enquiry-mine", "member-edit"):
    closed.register(_name)(True)
