"""What can be done with cases: open them, perform a step, let time pass."""

from xianxing.pilot.cases.domain.erasing import erase_payload
from xianxing.pilot.cases.domain.performing import amend_case, let_case_time_pass, open_case, perform

__all__ = ["amend_case", "erase_payload", "let_case_time_pass", "open_case", "perform"]
