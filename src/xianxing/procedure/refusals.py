"""Why an act was not entered."""

from __future__ import annotations


class RefusedError(Exception):
    """Nothing was written; `code` is for programs, `sentence` for people, `guards` name those that failed.

    `particulars` name what is missing or ill-formed of what the step records; `clause` is the guide's clause
    that the refusal rests on, "" where no step was reached.
    """

    def __init__(
        self,
        code: str,
        sentence: str,
        guards: tuple[str, ...] = (),
        particulars: tuple[str, ...] = (),
        clause: str = "",
    ) -> None:
        super().__init__(sentence)
        self.code, self.sentence, self.guards, self.particulars = code, sentence, guards, particulars
        self.clause = clause
