"""`xianxing log`: what a witness or a reader of a dossier does, without any database."""

from __future__ import annotations

import argparse
import sys
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

from xianxing.i18n import gettext
from xianxing.record import (
    LOG,
    WITNESS,
    Head,
    NoteError,
    SignedNote,
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

MOST_ANSWER_BYTES = 256 * 1024
HELP = "Check dossiers, witness signed heads, make keys"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommands verify, witness and keygen."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    check = actions.add_parser("verify", help=gettext("Check a dossier folder"))
    check.add_argument("dossier", type=Path)
    check.add_argument("--key", action="append", default=[], help=gettext("The log's public key line"))
    check.add_argument("--head", action="append", default=[], help=gettext("A signed head from elsewhere"))
    watch = actions.add_parser("witness", help=gettext("Check a head against the last one seen, and cosign"))
    shown = watch.add_mutually_exclusive_group(required=True)
    shown.add_argument("--head", type=Path, help=gettext("The signed head"))
    shown.add_argument("--url", help=gettext("The log's site: fetch head and proof there, hand in the word"))
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
        if not options.dossier.is_dir():
            print(gettext("{path} is no folder of a dossier").format(path=options.dossier), file=sys.stderr)
            return 2
        pins = [word for key in options.key for word in ("--key", key)]
        heads = [word for head in options.head for word in ("--head", head)]
        return verify.main([str(options.dossier), *pins, *heads])
    try:
        return _witness(options) if options.action == "witness" else _keygen(options)
    except WitnessError as problem:
        print(gettext("Refused: {reason}").format(reason=problem), file=sys.stderr)
        return 1
    except (NoteError, OSError, UnicodeDecodeError) as problem:
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
    site = options.url.rstrip("/") + "/log" if options.url else ""
    head, note = read_head(_ask(f"{site}/head.txt") if site else options.head.read_text("utf-8"))
    path = _fetched(witness, head, site) if site else _proof(witness, head, options.proof)
    key = load_key(options.key) if options.key else None
    if key and key.kind != WITNESS:
        raise NoteError(gettext("this is a log's key, not a witness's"))
    witness.observe(note, path)
    witness.save(options.state)
    cosigned: SignedNote = note.cosigned(key, datetime.now(UTC)) if key else note
    print(cosigned.encode(), end="")
    if site and key:
        # Of all signatures only the head's own and ours: other witnesses speak for themselves.
        own = [line for line in cosigned.signatures if line.name in (head.origin, key.name)]
        _ask(f"{site}/cosign", SignedNote(cosigned.text, tuple(own)).encode())
    message = gettext("The head of {size} entries contains the last one seen.").format(size=head.size)
    print(message, file=sys.stderr)
    return 0


def _fetched(witness: Witness, head: Head, site: str) -> list[bytes]:
    """The proof's steps from the last head seen, from the site; none are needed for the first head."""
    last = witness.seen.get(head.origin)
    old = read_head(last)[0].size if last else head.size
    if not 0 < old < head.size:
        return []
    start, path = parse_consistency(_ask(f"{site}/proof?old={old}&new={head.size}"))
    if start != old:
        raise WitnessError(gettext("the proof starts from another head than the last one seen"))
    return path


def _ask(url: str, body: str = "") -> str:
    """The answer of a site as text; a body is handed in. OSError when it refuses or can't be reached."""
    if not url.startswith(("https://", "http://")):
        raise NoteError(gettext("an address begins with https:// or http://"))
    request = urllib.request.Request(url, data=body.encode() or None)  # noqa: S310 — the scheme is checked above
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 — as above
            text: bytes = answer.read(MOST_ANSWER_BYTES)
    except urllib.error.HTTPError as refusal:
        with refusal:
            said = refusal.read(300).decode("utf-8", "replace").strip()
        raise OSError(f"{refusal.code} {said}") from None
    return text.decode("utf-8")


def _proof(witness: Witness, head: Head, file: Path | None) -> list[bytes]:
    """The proof's steps; it must start at the last head seen."""
    if file is None:
        return []
    old, path = parse_consistency(file.read_text("utf-8"))
    last = witness.seen.get(head.origin)
    if last is not None and read_head(last)[0].size != old:
        raise WitnessError(gettext("the proof starts from another head than the last one seen"))
    return path
