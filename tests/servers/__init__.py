"""What the suite runs against, started and ended by it: `python -m tests.servers` is `make test`."""
