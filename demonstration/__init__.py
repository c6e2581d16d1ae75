"""What a newcomer's empty database is filled with: people in every role, offices that answer, a district that
is alive.

Nothing here is true. Telephone numbers lead nowhere, and the accounts' password stands in the README; a
production start refuses to run with them (`accounts.checks`).
"""
