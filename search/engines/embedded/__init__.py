"""SQLite's FTS5 in a file of its own, so that one machine needs no server.

docs/decisions/0051-embedded-search-engine.md tells how it keeps rows, generations and tombstones.
"""
