"""A Word document as the draft of a page: which column, which fields, and a report of what was left out.

`media.word` gives neutral blocks. A `Plan` says where each goes on a page of one column; it is made anew for
the preview and for the draft, touches nothing, and holds places for tables and pictures instead of them.
"""
