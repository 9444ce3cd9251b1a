"""`xianxing keys`: the site's keys, what lies under them, new ones, and those that are believed no more."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from xianxing.cli.database import use_database
from xianxing.cli.times import an_instant
from xianxing.i18n import gettext

HELP = "Show the site's keys, rotate them, revoke one, choose witnesses"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommands."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("new", help=gettext("The first keys of a site: for files, for the log, for seals"))
    actions.add_parser("status", help=gettext("Which keys there are, and what lies under them"))
    rotate = actions.add_parser("rotate", help=gettext("A new master key for files and sealed values"))
    rotate.add_argument("--quiet", action="store_true", help=gettext("No progress on the screen"))
    back = actions.add_parser("readmit", help=gettext("Put a retired master key back, for an old backup"))
    back.add_argument("file", type=Path, metavar="FILE")
    actions.add_parser("rotate-log", help=gettext("A new signing key for the log"))
    revoke = actions.add_parser("revoke-log", help=gettext("Declare a signing key of the log compromised"))
    revoke.add_argument("key", metavar="KEY", help=gettext("The key's public line, or its id"))
    revoke.add_argument(
        "--since", type=an_instant, required=True, metavar="TIME",
        help=gettext("From when it can't be believed, such as 2026-11-24T09:00+08:00"),
    )  # fmt: skip
    revoke.add_argument("--reason", required=True, help=gettext("Why; this is published"))
    actions.add_parser("rotate-seal", help=gettext("A new key that seals acts"))
    unseal = actions.add_parser("revoke-seal", help=gettext("Declare a sealing key compromised"))
    unseal.add_argument("key", metavar="KEY", help=gettext("The key's public line, or its id"))
    unseal.add_argument(
        "--from", type=int, required=True, dest="place", metavar="PLACE",
        help=gettext("The first place of the log at which it can't be believed"),
    )  # fmt: skip
    unseal.add_argument("--reason", required=True, help=gettext("Why; this is published"))
    trust = actions.add_parser("trust", help=gettext("Count a witness's word from now on"))
    trust.add_argument("key", metavar="KEY", help=gettext("The witness's public key line"))
    distrust = actions.add_parser("distrust", help=gettext("Count a witness's word no more"))
    distrust.add_argument("name", metavar="NAME")


def run(options: argparse.Namespace) -> int:
    """0 when done and nothing is amiss, 1 when refused or something lies under a key that isn't there."""
    use_database(up_to_date=options.action != "new")
    from xianxing.pilot.cases.keys import KeyMissingError
    from xianxing.pilot.storage.keys import KeyFileError
    from xianxing.pilot.storage.rotation import RotationError
    from xianxing.record import NoteError

    acts: dict[str, Callable[[argparse.Namespace], int]] = {
        "new": _new, "status": _status, "rotate": _rotate, "readmit": _readmit, "rotate-log": _rotate_log,
        "revoke-log": _revoke_log, "rotate-seal": _rotate_seal, "revoke-seal": _revoke_seal,
        "trust": _trust, "distrust": _distrust,
    }  # fmt: skip
    try:
        return acts[options.action](options)
    except (KeyFileError, KeyMissingError, RotationError, NoteError, ValueError, OSError) as problem:
        print(gettext("Not done: {reason}").format(reason=problem), file=sys.stderr)
        return 1


def _new(options: argparse.Namespace) -> int:
    """Make the key file that the settings name, the log's key with its ring, the key of seals.

    No file is ever replaced. On a site that recorded acts before seals were made, says how many those are.
    """
    del options
    from django.conf import settings

    from xianxing.pilot.cases.keys import begin, ring
    from xianxing.pilot.cases.sealing import begin_seals
    from xianxing.pilot.storage.keys import new_key_file
    from xianxing.pilot.storage.rotation import fresh_id

    path, made = Path(settings.XIANXING_FILE_KEYS), True
    try:
        new_key_file(path, fresh_id(datetime.now(UTC)))
        said = gettext("{path} holds the new master key; keep a copy apart from database, files and backups.")
        print(said.format(path=path))
    except FileExistsError:
        made = False
        said = gettext("{path} is there already; `xianxing keys rotate` makes a new key in it.")
        print(said.format(path=path), file=sys.stderr)
    key = begin(datetime.now(UTC))
    if key:
        print(gettext("The log signs with this key; publish its line:"))
        print(key.vkey)
    sealing = begin_seals(datetime.now(UTC))
    if sealing:
        print(gettext("Acts are sealed with this key; it is published with the ring:"))
        print(sealing.vkey)
        before = ring().seals.head_before
        if before:
            line = gettext("{count} acts were performed before seals were made; a signed head bounds them.")
            print(line.format(count=before.size))
    return 0 if made or key or sealing else 1


def _status(options: argparse.Namespace) -> int:
    del options
    from xianxing.pilot.cases.keys import ring
    from xianxing.pilot.storage.keys import master_keys
    from xianxing.pilot.storage.sealed_values import all_kept, missing_keys

    keys = master_keys()
    for name in sorted(keys.keys):
        mark = gettext("in use") if name == keys.active else gettext("being replaced")
        print(gettext("Master key {name}: {mark}").format(name=name, mark=mark))
    for kept in all_kept():
        lying = "  ".join(f"{name}: {count}" for name, count in sorted(kept.under().items()))
        print(f"  {kept.model}  {lying or 0}")
    missing = missing_keys(keys)
    for name, count in sorted(missing.items()):
        line = gettext("{count} things lie under the key {name}, which isn't in the key file.")
        print(line.format(count=count, name=name), file=sys.stderr)
    for entry in ring().keys:
        until = entry.until.isoformat() if entry.until else "–"
        mark = gettext("revoked from {time}").format(time=entry.revoked.isoformat()) if entry.revoked else ""
        print(f"{entry.key.vkey}  {entry.since.isoformat()} → {until}  {mark}".rstrip())
    for seal in ring().seals.keys:
        last = "–" if seal.until is None else seal.until
        mark = (
            ""
            if seal.revoked is None
            else gettext("revoked from place {place} on").format(place=seal.revoked)
        )
        print(f"{seal.key.vkey}  {seal.since} → {last}  {mark}".rstrip())
    for witness in ring().witnesses:
        print(gettext("Witness {key}").format(key=witness.vkey))
    return 1 if missing else 0


def _rotate(options: argparse.Namespace) -> int:
    from xianxing.pilot.storage.rotation import rotate_master_key

    def say(model: str, done: int, count: int) -> None:
        if not options.quiet:
            print(f"{model}: {done}/{count}", file=sys.stderr, flush=True)

    done = rotate_master_key(at=datetime.now(UTC), say=say)
    line = gettext("{count} things were put under the new key {name}; everything opens.")
    print(line.format(count=done.changed, name=done.active))
    for path in done.retired:
        print(
            gettext("Keep {path} with the backups made until now, and destroy it with them.").format(
                path=path
            )
        )
    return 0


def _readmit(options: argparse.Namespace) -> int:
    from django.conf import settings

    from xianxing.pilot.storage.keys import readmit_key

    name = readmit_key(Path(settings.XIANXING_FILE_KEYS), options.file)
    print(gettext("The key {name} opens again what lies under it; rotate afterwards.").format(name=name))
    return 0


def _rotate_log(options: argparse.Namespace) -> int:
    """Put the new key into use and sign a head with it at once, which contains every earlier one."""
    del options
    from xianxing.pilot.cases.domain import sign_head
    from xianxing.pilot.cases.keys import rotate

    fresh = rotate(datetime.now(UTC))
    sign_head(at=datetime.now(UTC))
    print(gettext("The log signs with this key now; tell the witnesses:"))
    print(fresh.public.vkey)
    return 0


def _revoke_log(options: argparse.Namespace) -> int:
    """Revoke; the key in use is replaced before, and a head under the new one is signed at once."""
    from xianxing.pilot.cases.keys import revoke, ring, signing_key

    named = [e.key for e in ring().keys if options.key in (e.key.vkey, e.key.id.hex())]
    if not named:
        raise ValueError(gettext("the ring has no key {key}").format(key=options.key))
    if named[0] == signing_key().public:
        _rotate_log(options)
    revoke(named[0], options.since, options.reason)
    line = gettext("The key {name} is revoked from {time}; publish that, and tell the witnesses.")
    print(line.format(name=named[0].id.hex(), time=options.since.isoformat()))
    return 0


def _rotate_seal(options: argparse.Namespace) -> int:
    del options
    from xianxing.pilot.cases.sealing import rotate_seals

    print(gettext("Acts are sealed with this key from now on:"))
    print(rotate_seals().public.vkey)
    return 0


def _revoke_seal(options: argparse.Namespace) -> int:
    """Revoke from a place on; the key in use is replaced before."""
    from xianxing.pilot.cases.keys import ring
    from xianxing.pilot.cases.sealing import revoke_seals, sealing_key

    named = [e.key for e in ring().seals.keys if options.key in (e.key.vkey, e.key.id.hex())]
    if not named:
        raise ValueError(gettext("the ring has no key {key}").format(key=options.key))
    if named[0] == sealing_key().public:
        _rotate_seal(options)
    revoke_seals(named[0], options.place, options.reason)
    line = gettext("Nothing that the key {name} sealed is believed from place {place} on; publish that.")
    print(line.format(name=named[0].id.hex(), place=options.place))
    return 0


def _trust(options: argparse.Namespace) -> int:
    from xianxing.pilot.cases.keys import trust_witness
    from xianxing.record import parse_vkey

    trust_witness(parse_vkey(options.key))
    print(gettext("Its word counts from now on."))
    return 0


def _distrust(options: argparse.Namespace) -> int:
    from xianxing.pilot.cases.keys import distrust_witness

    distrust_witness(options.name)
    print(gettext("Its word counts no more."))
    return 0
