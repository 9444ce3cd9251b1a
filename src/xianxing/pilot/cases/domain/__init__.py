"""What can be done with cases: open them, perform a step, let time pass."""

from xianxing.pilot.cases.domain.dossiers import export_dossier
from xianxing.pilot.cases.domain.erasing import erase_payload
from xianxing.pilot.cases.domain.heads import (
    accept_cosignature,
    consistency_proof,
    sign_daily_head,
    sign_head,
)
from xianxing.pilot.cases.domain.performing import (
    amend_case,
    begin_case,
    let_case_time_pass,
    open_case,
    perform,
)
from xianxing.pilot.cases.domain.receipts import issue_receipt
from xianxing.pilot.cases.domain.ticking import tick

__all__ = [
    "accept_cosignature", "amend_case", "begin_case", "consistency_proof", "erase_payload", "export_dossier",
    "issue_receipt", "let_case_time_pass", "open_case", "perform", "sign_daily_head", "sign_head", "tick",
]  # fmt: skip
