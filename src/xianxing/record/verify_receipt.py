#!/usr/bin/env python3
"""核验回执 Check a receipt with nothing but Python; verify.py must lie beside this file.

    python verify_receipt.py 回执.txt --keys keys.json

keys.json 是日志公布的密钥，请另行取得。 keys.json are the log's published keys: get them from elsewhere.
"""

from __future__ import annotations

import base64
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

if __package__:
    from xianxing.record import verify
else:  # beside verify.py, outside of any installation
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    import verify  # type: ignore[import-not-found,no-redef]

HEADER = "c2sp.org/tlog-proof@v1"


def check_receipt(text: bytes, keys: bytes) -> list[str]:
    """Lines that say what the receipt proves; verify.Fault, ValueError or KeyError when it proves nothing."""
    above, _, below = text.decode("utf-8").partition("\n\n")
    header, extra, index, *path = above.split("\n")
    if header != HEADER:
        raise verify.Fault("不是回执", "not a receipt")
    value = verify.read_json(base64.b64decode(extra.removeprefix("extra "), validate=True))
    skeleton = str(value["event"]).encode()
    event = verify.read_json(skeleton)
    checker = verify.Checker({"head.txt": below.encode(), "keys.json": keys}, (), ())
    checker.check_keys()
    head = checker.check_head("head.txt")
    chained = verify.hash_named(event["algorithms"]["hash"])(b"xianxing/event/1\n" + skeleton)
    tree = verify.hash_named(head.hash)
    leaf = tree(b"\x00" + tree(b"xianxing/leaf/1\n" + bytes.fromhex(value["blind"]) + chained))
    place = int(index.removeprefix("index "))
    steps = [base64.b64decode(step, validate=True) for step in path]
    if verify.inclusion_root(tree, place, head.size, leaf, steps) != head.root:
        raise verify.Fault("回执与日志头不符", "the receipt doesn't lead to the head")
    return [
        f"案件 case {event['case']}",
        f"第 {event['sequence']} 项行为 act: {event['step']}",
        f"时间 time {event['time']}",
        f"日志位置 place {place} / {head.size}",
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when the receipt holds, 1 when not, 2 when a file can't be read."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("receipt", type=Path)
    parser.add_argument("--keys", type=Path, required=True)
    options = parser.parse_args(arguments)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    try:
        lines = check_receipt(options.receipt.read_bytes(), options.keys.read_bytes())
    except OSError as trouble:
        _say(f"无法读取 can't read: {trouble}")
        return 2
    except (verify.Fault, ValueError, KeyError, TypeError) as trouble:
        _say(f"结果：回执不成立。 Result: the receipt doesn't hold. ({trouble})")
        return 1
    _say("结果：回执成立。 Result: the receipt holds.", *lines)
    return 0


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))


if __name__ == "__main__":
    sys.exit(main())
