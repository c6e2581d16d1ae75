"""The one way by which residents' files come in and go out again (docs/architecture.md, “Attachments”)."""
