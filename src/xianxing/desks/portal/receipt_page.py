"""The receipt as a PDF page, to be read and filed away; what proves it is the receipt's text."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from xianxing.desks.portal.scene import Scene
from xianxing.desks.portal.tasks import name_of
from xianxing.documents.writing.pdf import typeset
from xianxing.i18n import current_language, gettext
from xianxing.pilot.filings.actors import real_time
from xianxing.pilot.filings.attest.signature_pages import grouped
from xianxing.pilot.filings.submit.filing import Filed
from xianxing.workdays.clocks import CHINA_TIME

TEMPLATE = Path(__file__).with_name("receipt.typ")


def receipt_pdf(scene: Scene, filed: Filed) -> bytes:
    """The page for a filing that was handed in. Sets a page: never call it inside a transaction."""
    english = current_language() == "en"
    call = scene.filing.case.call
    rows = [
        (gettext("Project"), scene.name),
        (gettext("Call"), call.title),
        (gettext("Units"), "\n".join(name_of(unit) for unit in scene.who.units)),
        (gettext("Time that counts"), f"{filed.at.astimezone(CHINA_TIME):%Y-%m-%d %H:%M:%S} (UTC+8)"),
        (gettext("Place in the log"), str(filed.place)),
        (gettext("Case number"), str(scene.filing.pk)),
    ]
    if filed.external:
        named = (gettext("Filing channel"), str(scene.guide.channel.label))
        rows[4:4] = [named, (gettext("Number on the platform"), filed.number)]
    whose = (
        gettext("On the platform named above; its receipt counts.")
        if filed.external
        else gettext("This receipt is ours, and can be proved without us.")
    )
    proof = gettext(
        "This page is for reading. The receipt's text file and the dossier prove it with nothing but Python. "
        "A filing that was handed in has not been judged yet."
    )
    data = {
        "title": gettext("Filing receipt"),
        "lang": "en" if english else "zh",
        "region": "gb" if english else "cn",
        "mark": gettext("DEMO") if settings.DEMO else "",
        "rows": rows,
        "digest_label": gettext("Digest of the content (SHA-256)"),
        "digest": grouped(filed.digest),
        "statements": [whose, proof],
    }
    return typeset(TEMPLATE, data, made=real_time())
