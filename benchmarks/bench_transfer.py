"""A filing of 200 MB in and out: time, and how much memory the process takes on top for it.

Each way is measured in a process of its own, on SQLite; memory is the peak of the resident set over what it
was before.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figure import Figure

FILES, SIZE = 10, 20 * 1024 * 1024
FORM = """guide = "shenzhen-2023"
batch = "shenzhen-2023-2"
[[unit]]
id = "lead"
uscc = "91440300MA5HNBR25M"
lead = true
"""


def run() -> list[Figure]:
    """Take a zip in, send it out as a zip, send one file, each measured."""
    with tempfile.TemporaryDirectory() as place:
        packed = Path(place) / "filing.zip"
        _pack(packed)
        found = []
        for way in ("prepare", "in", "out", "file"):
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.bench_transfer", way, place],
                env={**os.environ, "XIANXING_VAR": f"{place}/var", "XIANXING_SCRATCH": f"{place}/scratch"},
                check=True, capture_output=True, text=True,
            )  # fmt: skip
            if done.stdout:
                what, seconds, megabytes = json.loads(done.stdout.splitlines()[-1])
                found += [
                    Figure(f"{what}, time", seconds, "s"),
                    Figure(f"{what}, memory on top", megabytes, "MB"),
                ]
        return found


def _pack(target: Path) -> None:
    """A zip of files that don't get smaller by packing."""
    rows = "".join(f'[[material]]\nkind = "other"\nfile = "附件{n}.pdf"\n' for n in range(FILES))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("filing.toml", FORM + rows)
        for number in range(FILES):
            with archive.open(f"附件{number}.pdf", "w") as entry:
                entry.write(b"%PDF-1.7\n")
                for _ in range(SIZE // 65536):
                    entry.write(os.urandom(65536))


def _measured(what: str, act: Callable[[], object]) -> None:
    before, started = _resident(), time.perf_counter()
    act()
    print(json.dumps([what, time.perf_counter() - started, max(0.0, _peak() - before)]))


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


def _peak() -> float:
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def _one(way: str, place: Path) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xianxing.site.settings")
    django.setup()
    from django.conf import settings
    from django.test import Client

    from xianxing.pilot.calls.domain.publishing import pins_of, publish_call
    from xianxing.pilot.calls.domain.signing import Confirmation, first_digits, sign_off_procedure
    from xianxing.pilot.clock import now
    from xianxing.pilot.demo.cast import seed_cast
    from xianxing.pilot.filings.folder.importing import import_folder
    from xianxing.pilot.filings.models import Filing
    from xianxing.pilot.parties.models import User
    from xianxing.pilot.protection.schema import bring_up_to_date

    if way == "prepare":
        settings.VAR_DIR.mkdir(exist_ok=True)
        bring_up_to_date()
        people, at = seed_cast().people, datetime(2023, 11, 29, 1, 0, tzinfo=UTC)
        version = pins_of(guide_name="shenzhen-2023", batch="shenzhen-2023-2").procedure_version
        said = Confirmation(version, first_digits(version), "同意")
        sign_off_procedure(guide="shenzhen-2023", said=said, by=people["宋明理"], at=at)
        publish_call(guide_name="shenzhen-2023", batch="shenzhen-2023-2", by=people["温如玉"], at=at)
        return
    zhou = User.objects.get(name="周若岚")
    if way == "in":
        from xianxing.pilot.calls.models import Call

        call, packed = Call.objects.get(), place / "filing.zip"
        _measured("200 MB taken in", lambda: import_folder(call=call, path=packed, by=zhou, at=now()))
        return
    client = Client(headers={"host": "localhost"})
    client.post(f"/demo/enter/{zhou.pk}/")
    filing = Filing.objects.get()
    rest = "folder/zip/" if way == "out" else f"files/{filing.materials.order_by('pk')[0].pk}/1/"
    client.get(f"/filings/{filing.pk}/")
    least = SIZE * (FILES if way == "out" else 1)
    _measured(
        "200 MB sent out as a zip" if way == "out" else "one file of 20 MB sent",
        lambda: _drain(client, f"/filings/{filing.pk}/{rest}", least),
    )


def _drain(client: object, address: str, least: int) -> None:
    answer = client.get(address)  # type: ignore[attr-defined]
    size = sum(len(piece) for piece in answer.streaming_content)
    assert answer.status_code == 200 and size >= least, size
    answer.close()


if __name__ == "__main__":
    _one(sys.argv[1], Path(sys.argv[2]))
