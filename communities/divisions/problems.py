"""What is wrong with a file, said so that whoever keeps the file can mend it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

SHOWN = 20


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in one place.

    Attributes:
        file: name of the file, without its folder.
        line: line number as an editor shows it, from 1; 0 where the whole file is meant.
        sentence: what is wrong, in Chinese, without the place.
    """

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        if self.line:
            return _("%(file)s 第%(line)d行：%(sentence)s") % {
                "file": self.file,
                "line": self.line,
                "sentence": self.sentence,
            }
        return _("%(file)s：%(sentence)s") % {"file": self.file, "sentence": self.sentence}


class WrongFile(Exception):  # noqa: N818 - a file is wrong; “WrongFileError” says nothing more
    """The files can't be loaded; nothing was changed."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """All problems, one a line, the first twenty in full."""
        lines = [str(problem) for problem in self.problems[:SHOWN]]
        if len(self.problems) > SHOWN:
            lines.append(_("……另有%d处问题未列出。") % (len(self.problems) - SHOWN))
        return "\n".join(lines)
