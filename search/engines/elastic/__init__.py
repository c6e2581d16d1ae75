"""Elasticsearch 8 or 9, through the official client and its query language.

The field's analyser is `whitespace`, which every distribution has: the text was cut in Python already, as the
embedded engine's was.
"""
