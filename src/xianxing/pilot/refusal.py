"""How a domain action says no: to a person with what would satisfy it, to a stranger as if nothing were."""

from __future__ import annotations


class Refusal(Exception):
    """It can't be done and nothing was changed. `code` is stable, the message is in the user's language."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Refused(Refusal):
    """The person may know of the thing and can't do this now; pages say the message beside the form.

    A refusal by the procedure names the conditions that don't hold (`guards`), and the clause behind it.
    """

    def __init__(self, code: str, message: str, *, guards: tuple[str, ...] = (), clause: str = "") -> None:
        super().__init__(code, message)
        self.guards = guards
        self.clause = clause


class Stranger(Refusal):
    """The person may not know that the thing is there: no page catches it, the site answers 404 to it."""

    def __init__(self, message: str) -> None:
        super().__init__("stranger", message)
