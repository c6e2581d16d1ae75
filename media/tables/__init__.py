"""Typed tables: columns of text, numbers, money, dates or percentages, with totals and checks.

`reading` takes what people have in hand (a spreadsheet, a CSV file, pasted cells) and makes a `RawTable`:
text, as it was typed. `checking.check` turns it into a `Table`, or names every wrong cell. `writing` hands a
`Table` out.
"""
