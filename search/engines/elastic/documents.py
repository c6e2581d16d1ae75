"""The document type as Elasticsearch keeps it."""

from datetime import datetime
from typing import Any, Final

from elasticsearch.dsl import Boolean, Document, Integer, Keyword, Long, MetaField, Text

from search import analysis
from search.analysis import fold, index_tokens
from search.documents import Entry
from search.readings import sound_tokens

# What a hit is made of. Of what is only offered, columns answer: no document is unpacked.
SHOWN: Final = ("shown_title", "shown_keywords", "shown_body", "area", "areas", "reach", "moment", "ends")
OFFERED: Final = ("key", *(name for name in SHOWN if name != "shown_body"))


class SearchDocument(Document):
    """One thing that can be found. Cut texts are looked for and never shown; what is shown is never looked
    for.

    Cut texts stay in the source all the same: without them Elasticsearch keeps a second, whole one to recover
    from until the segment is merged once more, and that is more than half of an index.
    """

    key = Keyword()
    digest = Keyword(index=False)
    kind = Keyword()
    title = Text(analyzer="whitespace")
    keywords = Text(analyzer="whitespace")
    body = Text(analyzer="whitespace")
    pinyin = Text(analyzer="whitespace")
    initials = Text(analyzer="whitespace", index_options="freqs")
    shown_title = Keyword(index=False)
    shown_keywords = Keyword(index=False)
    shown_body = Keyword(index=False, doc_values=False)
    area = Integer()
    areas = Integer(multi=True)
    reach = Integer(multi=True)
    tree = Integer(multi=True)
    department = Integer()
    year = Integer()
    moment = Long()
    starts = Long()
    ends = Long()
    is_public = Boolean()
    readers = Keyword(multi=True)

    class Meta:
        dynamic = MetaField("strict")
        meta = MetaField(analysis=analysis.VERSION)


def body_of(entry: Entry) -> dict[str, Any]:
    """Return an entry in the fields of `SearchDocument`. A plain dict: a hundred thousand of them are
    made.
    """
    pinyin, initials = sound_tokens(fold(entry.title), fold(entry.keywords))
    return {
        "key": entry.key,
        "digest": entry.digest(),
        "kind": entry.kind,
        "title": index_tokens(entry.title),
        "keywords": index_tokens(entry.keywords),
        "body": index_tokens(entry.body),
        "pinyin": pinyin,
        "initials": initials,
        "shown_title": entry.title,
        "shown_keywords": entry.keywords,
        "shown_body": entry.body,
        "area": entry.areas[-1] if entry.areas else None,
        "areas": list(entry.areas),
        "reach": list(entry.reach),
        "tree": list(entry.tree),
        "department": entry.department or None,
        "year": entry.year or None,
        "moment": _seconds(entry.date) or 0,
        "starts": _seconds(entry.starts) or 0,
        "ends": _seconds(entry.ends),
        "is_public": not entry.readers,
        "readers": list(entry.readers),
    }


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())
