"""What goes wrong with a guide package, said so that its author can put it right."""

from __future__ import annotations


class GuideError(ValueError):
    """A guide package cannot be used: which file, which key, what is wrong and what would satisfy it."""

    def __init__(self, file: str, key: str, problem: str, remedy: str) -> None:
        super().__init__(f"{file}: {key}: {problem}; {remedy}" if key else f"{file}: {problem}; {remedy}")
        self.file, self.key, self.problem, self.remedy = file, key, problem, remedy


class UnknownGuideError(GuideError):
    """No folder of this name lies below any root."""
