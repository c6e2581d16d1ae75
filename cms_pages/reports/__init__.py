"""The report of street and district: what each body published in a period, and what is open now."""
