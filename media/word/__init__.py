"""Word documents as neutral blocks: headings, paragraphs, lists, tables, pictures, footnotes.

`reading.read_word` takes what people have in hand and gives a `WordDocument`; fonts and colours are dropped,
and every sentence of `WordDocument.notes` says what else was. What a page makes of the blocks is not its
business. Nothing is fetched, nothing is written to disk, and no picture leaves it uncleaned.
"""
