"""What goes wrong with a guide package, said so that its author can put it right."""

from __future__ import annotations


class GuideError(ValueError):
    """A guide package cannot be used: which file, line and key, what is wrong, what would satisfy it.

    `missing` is the name that leads nowhere, where the error is about one.
    """

    def __init__(
        self, file: str, key: str, problem: str, remedy: str, line: int | None = None, *, missing: str = ""
    ) -> None:
        place = f"{file}:{line}" if line else file
        super().__init__(f"{place}: {key}: {problem}; {remedy}" if key else f"{place}: {problem}; {remedy}")
        self.file, self.key, self.problem, self.remedy, self.line = file, key, problem, remedy, line
        self.missing = missing

    def at(self, file: str, line: int) -> GuideError:
        """The same error with the place where its key stands."""
        return type(self)(file, self.key, self.problem, self.remedy, line, missing=self.missing)


class UnknownGuideError(GuideError):
    """No folder of this name lies below any root."""
