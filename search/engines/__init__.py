"""The engine that the settings name."""

import os
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from search.engines.base import Engine


@cache
def engine() -> "Engine":
    """Return the engine of this process."""
    if settings.SEARCH.hosts:
        from search.engines.elastic.engine import ElasticEngine

        return ElasticEngine(settings.SEARCH)
    from search.engines.embedded.engine import EmbeddedEngine

    return EmbeddedEngine(settings.SEARCH.file)


# Connections are a process's own: what `make run` opened while it prepared is not its children's.
os.register_at_fork(after_in_child=engine.cache_clear)
