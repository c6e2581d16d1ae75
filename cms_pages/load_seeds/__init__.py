"""Pages for measuring: notices, guides and services by the thousand, in a constant number of queries a
batch."""
