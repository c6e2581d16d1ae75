"""English sentences in a page."""

import re

# Three words in a row, of two letters at least: a sentence, not a name, a unit or a file type.
SENTENCE = re.compile(r"(?<![\w@./:-])[A-Za-z][a-z']+(?: [A-Za-z][a-z']+){2,}")
NOT_READ = re.compile(r"<(script|style|template|code|pre|svg)\b.*?</\1>|<!--.*?-->", re.DOTALL)
SPOKEN = re.compile(r'(?:aria-label|title|placeholder|alt)="([^"]*)"')


def english(html):
    """Return the English sentences that a reader of the page sees or hears."""
    bare = NOT_READ.sub(" ", html)
    spoken = " ¦ ".join(SPOKEN.findall(bare))
    seen = re.sub(r"<[^>]*>", " ¦ ", bare)
    return {found[0] for found in SENTENCE.finditer(f"{seen} ¦ {spoken}")}
