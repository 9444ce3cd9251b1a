"""`xianxing log`: what a witness or a reader of a dossier does, without any database."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from xianxing.i18n import gettext
from xianxing.record import (
    LOG,
    WITNESS,
    Head,
    Note,
    NoteError,
    Witness,
    WitnessError,
    load_key,
    new_key,
    parse_consistency,
    parse_vkey,
    read_head,
    save_key,
    verify,
)

HELP = "Check dossiers, witness signed heads, make keys"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommands verify, witness and keygen."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    check = actions.add_parser("verify", help=gettext("Check a dossier folder"))
    check.add_argument("dossier", type=Path)
    check.add_argument("--key", action="append", default=[], help=gettext("The log's public key line"))
    check.add_argument("--head", action="append", default=[], help=gettext("A signed head from elsewhere"))
    watch = actions.add_parser("witness", help=gettext("Check a head against the last one seen, and cosign"))
    watch.add_argument("--head", type=Path, required=True, help=gettext("The signed head"))
    watch.add_argument("--state", type=Path, required=True, help=gettext("The witness's own file"))
    watch.add_argument("--proof", type=Path, help=gettext("The consistency proof from the last head"))
    watch.add_argument("--log-key", help=gettext("Trust this public key line of the log from now on"))
    watch.add_argument("--key", type=Path, help=gettext("The witness's private key; without it only checks"))
    make = actions.add_parser("keygen", help=gettext("Make a key pair"))
    make.add_argument("name", help=gettext("The key's name; for a log its origin"))
    make.add_argument("--out", type=Path, required=True, help=gettext("New file for the private key"))
    make.add_argument("--witness", action="store_true", help=gettext("A witness's key instead of a log's"))


def run(options: argparse.Namespace) -> int:
    """Exit status 0 when all agrees, 1 when something doesn't, 2 for unusable input."""
    if options.action == "verify":
        pins = [word for key in options.key for word in ("--key", key)]
        heads = [word for head in options.head for word in ("--head", head)]
        return verify.main([str(options.dossier), *pins, *heads])
    try:
        return _witness(options) if options.action == "witness" else _keygen(options)
    except WitnessError as problem:
        print(gettext("Refused: {reason}").format(reason=problem), file=sys.stderr)
        return 1
    except (NoteError, OSError) as problem:
        print(gettext("Can't be used: {reason}").format(reason=problem), file=sys.stderr)
        return 2


def _keygen(options: argparse.Namespace) -> int:
    """Write the private key, print the public one."""
    key = new_key(options.name, WITNESS if options.witness else LOG)
    save_key(key, options.out)
    print(key.public.vkey)
    return 0


def _witness(options: argparse.Namespace) -> int:
    """Check and remember the head; with a key print it cosigned. The state is on disk before that."""
    witness = Witness.load(options.state)
    if options.log_key:
        witness.trust(parse_vkey(options.log_key))
    head, note = read_head(options.head.read_text("utf-8"))
    path = _proof(witness, head, options.proof)
    key = load_key(options.key) if options.key else None
    if key and key.kind != WITNESS:
        raise NoteError(gettext("this is a log's key, not a witness's"))
    witness.observe(note, path)
    witness.save(options.state)
    cosigned: Note = note.cosigned(key, datetime.now(UTC)) if key else note
    print(cosigned.encode(), end="")
    message = gettext("The head of {size} entries contains the last one seen.").format(size=head.size)
    print(message, file=sys.stderr)
    return 0


def _proof(witness: Witness, head: Head, file: Path | None) -> list[bytes]:
    """The proof's steps; it must start at the last head seen."""
    if file is None:
        return []
    old, path = parse_consistency(file.read_text("utf-8"))
    last = witness.seen.get(head.origin)
    if last is not None and read_head(last)[0].size != old:
        raise WitnessError(gettext("the proof starts from another head than the last one seen"))
    return path
