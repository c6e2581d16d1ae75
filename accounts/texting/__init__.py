"""Text messages: a small interface, what writes to the console, and what speaks HTTP with a provider."""

from accounts.texting.gateway import TextError, TextGateway, gateway

__all__ = ["TextError", "TextGateway", "gateway"]
