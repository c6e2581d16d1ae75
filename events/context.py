"""Which request is being served, for the audit row, without passing the request through every layer."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class RequestContext:
    """Where an act comes from: the id that the logs carry, and the client's address."""

    request_id: str = ""
    address: str | None = None


NOWHERE = RequestContext()
current: ContextVar[RequestContext] = ContextVar("request_context", default=NOWHERE)
