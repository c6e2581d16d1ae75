"""Where the index is: in a file of this machine, or on Elasticsearch."""

from pathlib import Path

from config.env import integer, matching, search_hosts, text
from search.connection import SearchSettings


def search_settings(folder: Path) -> SearchSettings:
    """Return what the environment says of the search; the embedded engine's file is in `folder`.

    Raises:
        ImproperlyConfigured: with a sentence for the person who starts the site.
    """
    return SearchSettings(
        file=folder / "search.sqlite3",
        hosts=search_hosts("SEARCH_URL"),
        user=text("SEARCH_USER"),
        password=text("SEARCH_PASSWORD"),
        api_key=text("SEARCH_API_KEY"),
        ca=text("SEARCH_CA"),
        prefix=matching(
            "SEARCH_PREFIX",
            "[a-z][a-z0-9-]{0,40}",
            default="qinhuai",
            what="small letters, digits and hyphens",
        ),
        shards=integer("SEARCH_SHARDS", default=1, least=1),
        replicas=integer("SEARCH_REPLICAS", default=0),
    )
