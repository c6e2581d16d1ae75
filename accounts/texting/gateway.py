"""What a way to send text messages must be able to do, and which one the settings name."""

from collections.abc import Mapping
from typing import Protocol

from django.conf import settings


class TextError(Exception):
    """The provider did not take the message; it is tried again later. Its text holds no number, no code."""


class TextGateway(Protocol):
    """Sends one text message."""

    def send(self, *, number: str, template: str, values: Mapping[str, str], text: str) -> None:
        """Hand the message over.

        Args:
            number: E.164.
            template: `code` or `urgent`; providers in China send approved wordings only.
            values: what goes into the provider's wording.
            text: the whole message in words, for whoever needs no approval.

        Raises:
            TextError: it was not taken.
        """
        ...


def gateway() -> TextGateway:
    """Return the gateway that TEXT_GATEWAY_URL names; without one, the console's."""
    from accounts.texting.console import ConsoleGateway
    from accounts.texting.http import HttpGateway

    if not settings.TEXT_GATEWAY_URL:
        return ConsoleGateway()
    return HttpGateway(
        address=settings.TEXT_GATEWAY_URL,
        key=settings.TEXT_GATEWAY_KEY,
        templates=settings.TEXT_GATEWAY_TEMPLATES,
        signature=settings.TEXT_GATEWAY_SIGNATURE,
    )
