"""The receipt as a PDF page, to be read and filed away; what proves it is the receipt's text."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from xianxing.desks.portal.scene import FilingContext
from xianxing.desks.portal.tasks import name_of, role_of
from xianxing.documents.writing.pdf import typeset
from xianxing.i18n import current_language, gettext
from xianxing.pilot.filings.actors import real_time
from xianxing.pilot.filings.attest.signature_pages import grouped
from xianxing.pilot.filings.submit.case_numbers import case_number
from xianxing.pilot.filings.submit.filing import Filed
from xianxing.workdays.clocks import CHINA_TIME

TEMPLATE = Path(__file__).with_name("receipt.typ")


def receipt_pdf(scene: FilingContext, filed: Filed) -> bytes:
    """The page for a filing that was handed in. Sets a page: never call it inside a transaction."""
    english = current_language() == "en"
    call = scene.filing.case.call
    rows = [
        (gettext("Project"), scene.name),
        (gettext("Batch"), call.title),
        (gettext("Units"), "\n".join(f"{name_of(unit)}（{role_of(unit)}）" for unit in scene.who.units)),
        (gettext("Time that counts"), f"{filed.at.astimezone(CHINA_TIME):%Y-%m-%d %H:%M:%S} (UTC+8)"),
    ]
    if filed.external:
        rows += [
            (gettext("Filing channel"), str(scene.guide.channel.label)),
            (gettext("Number on the platform"), filed.number),
        ]
    whose = (
        gettext("On the platform named above; its receipt counts.")
        if filed.external
        else gettext("This receipt is ours, and can be proved without us.")
    )
    unjudged = gettext("A filing that was handed in has not been judged yet.")
    proof = gettext("The receipt's text file and the dossier prove it with nothing but Python.")
    data = {
        "title": gettext("Filing receipt"),
        "lang": "en" if english else "zh",
        "region": "gb" if english else "cn",
        "mark": gettext("DEMO") if settings.DEMO else "",
        "number_label": gettext("Filing number"),
        "number": case_number(scene.filing),
        "rows": rows,
        "proof_label": gettext("For verification"),
        "place": gettext("Place in the log: {place}").format(place=filed.place),
        "digest_label": gettext("Digest of the content (SHA-256)"),
        "digest": grouped(filed.digest),
        "statements": [whose, unjudged],
        "proof_words": proof,
    }
    return typeset(TEMPLATE, data, made=real_time())
