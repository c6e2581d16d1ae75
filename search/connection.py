"""What a search is set up with. `site/config` reads it from the environment."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class SearchSettings:
    """How the index is reached.

    Attributes:
        file: of the embedded engine.
        hosts: addresses of Elasticsearch's nodes; none for the embedded engine.
        user, password: of Elasticsearch, or
        api_key: in their place.
        ca: a file with the certificate that the nodes' certificates are signed with.
        prefix: begins the names of indices and aliases, so that sites can share a cluster.
        shards, replicas: of each index.
    """

    file: Path
    hosts: tuple[str, ...] = ()
    user: str = ""
    password: str = ""
    api_key: str = ""
    ca: str = ""
    prefix: str = "qinhuai"
    shards: int = 1
    replicas: int = 0
