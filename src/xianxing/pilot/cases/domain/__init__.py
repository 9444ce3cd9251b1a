"""What can be done with cases: open them, perform a step, let time pass."""

from xianxing.pilot.cases.domain.dossiers import export_dossier, export_publications
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
from xianxing.pilot.cases.domain.publications import (
    record_call,
    record_extension,
    record_retirement,
)
from xianxing.pilot.cases.domain.receipts import give_publication_receipts, issue_receipt
from xianxing.pilot.cases.domain.secrecy import (
    erase_secret,
    lift_stop,
    register_holder,
    report_secret,
    stop_for_secrecy,
    what_remains,
)
from xianxing.pilot.cases.domain.ticking import tick

__all__ = [
    "accept_cosignature",
    "amend_case",
    "begin_case",
    "consistency_proof",
    "erase_payload",
    "erase_secret",
    "export_dossier",
    "export_publications",
    "give_publication_receipts",
    "issue_receipt",
    "let_case_time_pass",
    "lift_stop",
    "open_case",
    "perform",
    "record_call",
    "record_extension",
    "record_retirement",
    "register_holder",
    "report_secret",
    "sign_daily_head",
    "sign_head",
    "stop_for_secrecy",
    "tick",
    "what_remains",
]
