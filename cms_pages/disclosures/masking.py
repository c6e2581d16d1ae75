"""Taking words or a file out of what is stored of a disclosure."""

import html
import json
import re
from typing import Any

from django.utils.translation import gettext_lazy as _

# Stands where something was taken out.
MARK = _("〔已隐去〕")


class Eraser:
    """Replaces words, or links to a document, in anything that JSON can hold; counts what it found.

    Attributes:
        found: how many places so far.
    """

    def __init__(self, *, text: str = "", document_id: int | None = None) -> None:
        self.found = 0
        self._words = sorted({text, html.escape(text), html.escape(text, quote=False)} - {""}, key=len)[::-1]
        self._document_id = document_id
        self._link = (
            re.compile(
                rf'<a\b[^>]*\bid="{document_id}"[^>]*\blinktype="document"[^>]*>.*?</a>|'
                rf'<a\b[^>]*\blinktype="document"[^>]*\bid="{document_id}"[^>]*>.*?</a>',
                re.DOTALL,
            )
            if document_id is not None
            else None
        )

    def erase(self, data: Any) -> Any:
        """Return `data` without it."""
        if isinstance(data, str):
            return self._erase_text(data)
        if isinstance(data, list):
            return [self.erase(inner) for inner in data]
        if isinstance(data, dict):
            # Ids, types and file names of blocks are not words of people.
            return {key: value if key in {"id", "type"} else self.erase(value) for key, value in data.items()}
        return data

    def erase_json_text(self, data: str) -> str:
        """Return a text that holds JSON (a `StreamField` in a revision) without it."""
        before = self.found
        cleaned = self.erase(json.loads(data))
        return json.dumps(cleaned, ensure_ascii=False) if self.found > before else data

    def keep_files(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the attachments that stay."""
        kept = [row for row in rows if self._document_id is None or row.get("document") != self._document_id]
        self.found += len(rows) - len(kept)
        return kept

    def _erase_text(self, text: str) -> str:
        if self._link is not None:
            text, count = self._link.subn(str(MARK), text)
            self.found += count
        for word in self._words:
            self.found += text.count(word)
            text = text.replace(word, str(MARK))
        return text
