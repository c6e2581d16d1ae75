"""“Find an error” on each page: who answers for it, by when, and who is told."""
