"""What happened: audit rows, and their delivery to whoever must react."""
