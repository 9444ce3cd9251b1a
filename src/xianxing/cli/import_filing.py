"""`xianxing import`: a folder or zip into a new filing of the site's database."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from xianxing.checker.folder import FolderError, opened, read_form
from xianxing.cli.database import use_database
from xianxing.i18n import gettext

if TYPE_CHECKING:
    from xianxing.pilot.parties.models import User

HELP = "Import a filing from a folder or zip"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=gettext("A folder or a zip of one"))
    parser.add_argument(
        "--call",
        metavar="BATCH",
        help=gettext("The call that it is filed under; else the folder's own batch"),
    )
    parser.add_argument(
        "--as",
        dest="email",
        metavar="EMAIL",
        help=gettext("The account that imports it; the demonstration finds one at the folder's lead"),
    )


def run(options: argparse.Namespace) -> int:
    """Print the new case's number and what was left out; 1 when nothing was imported, 2 for unknown names."""
    use_database()
    from xianxing.pilot.calls.models import Call
    from xianxing.pilot.clock import now
    from xianxing.pilot.filings.folder.importing import import_folder
    from xianxing.pilot.refusal import Refusal

    batch, code = options.call, ""
    if not (options.call and options.email):
        try:
            held, code = _held(options.folder)
        except FolderError as error:
            print(error, file=sys.stderr)
            return 1
        batch = batch or held
    call = Call.objects.filter(batch=batch).first()
    user = _account(options.email, code)
    if call is None or user is None:
        print(_no_call(batch) if call is None else _no_account(options.email), file=sys.stderr)
        return 2
    try:
        imported = import_folder(call=call, path=options.folder, by=user, at=now())
    except Refusal as refused:
        print(refused.message, file=sys.stderr)
        return 1
    print(imported.filing.pk)
    print(gettext("Imported as {name} ({email}).").format(name=user.name, email=user.email), file=sys.stderr)
    counted = gettext("{cells} cells and rows, {files} files taken over.")
    print(counted.format(cells=imported.cells, files=imported.files), file=sys.stderr)
    for left in imported.left:
        print(f"{left.location}: {left.reason}", file=sys.stderr)
    return 0


def _held(folder: Path) -> tuple[str, str]:
    """The batch and the lead's 统一社会信用代码 in a folder or zip; FolderError where it is no filing."""
    with opened(folder) as (inside, _problems):
        source = read_form(inside)
        return source.batch, source.lead.text("uscc") if source.lead else ""


def _account(email: str | None, code: str) -> User | None:
    """The account of that address; in the demonstration without one, who writes for that institution."""
    from django.conf import settings

    from xianxing.pilot.clock import now
    from xianxing.pilot.parties.enums import MemberRole
    from xianxing.pilot.parties.models import Membership, User

    if email:
        return User.objects.filter(email=email.lower(), is_active=True).first()
    if not settings.DEMO:
        return None
    writers = Membership.objects.active(now()).filter(institution__uscc=code, role=MemberRole.AUTHOR)
    found = writers.select_related("user").order_by("since", "pk").first()
    return found.user if found else None


def _no_call(batch: str) -> str:
    from xianxing.pilot.calls.models import Call

    known = list(Call.objects.order_by("opens_on").values_list("batch", flat=True))
    if not known:
        return gettext("No call is published here yet; `xianxing seed` fills the demonstration.")
    said = gettext("There is no call {name} here; name one with --call: {known}")
    return said.format(name=batch or "—", known=", ".join(known))


def _no_account(email: str | None) -> str:
    if email:
        return gettext("There is no {name} here.").format(name=email)
    return gettext(
        "Say with --as EMAIL whose account imports it: that person must write for the folder's lead."
    )
