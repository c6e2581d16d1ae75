"""What the person at the desk says of a document's pictures."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PictureSaid:
    """What is known of one picture; whatever is "" is asked for again before the page is published.

    Attributes:
        alternative: what is to be seen in it.
        credit: where it comes from.
        people: a value of `PeopleShown`.
    """

    alternative: str = ""
    credit: str = ""
    people: str = ""
