"""Which request is being served, for the audit row, without passing the request through every layer."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class RequestContext:
    """Where an act comes from: the id that the logs carry, the client's address, and whose hand it was."""

    request_id: str = ""
    address: str | None = None
    # The official who acts for somebody else at the desk (`communities.assisting`).
    assistant_id: int | None = None


NOWHERE = RequestContext()
current: ContextVar[RequestContext] = ContextVar("request_context", default=NOWHERE)
