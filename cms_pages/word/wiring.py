"""Enters the parts of “从 Word 导入” in the registries of the apps below; importing is entering."""

from cms_pages.word import holdings, jobs

__all__ = ["holdings", "jobs"]
