"""核验先行卷宗、材料包：只需 Python 3.9 以上，不用软件包，不连网。 Checks a dossier or package.

    python verify.py [FOLDER] [--key KEY]... [--head FILE]

退出码：0 全部一致，1 有问题，2 用法不对。 Exit status: 0 all agrees, 1 problems, 2 bad usage.

这一个文件自成一体，故意不与先行的其他代码共用任何部分。请使用您自己另行取得的一份：卷宗里的副本也可能被改。
This one file stands alone and on purpose shares no code with the rest of Xianxing. Use a copy that you got
from elsewhere: the one inside a dossier might have been changed as well.

--key   您另行取得的日志公钥（名称+编号+base64）；不给出时，只能证明卷宗自身一致。
        the log's public key, got from elsewhere; without it only the dossier's own consistency is shown.
--head  您另行取得的日志头（公示页或回执）；卷宗须含同样的日志头。
        a head that you got from elsewhere; the dossier must hold the same one.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

from xianxing.record.verifier.checker import Checker
from xianxing.record.verifier.curve import ORDER, ed25519_holds
from xianxing.record.verifier.digests import consistency_roots, hash_named, inclusion_root, sm3
from xianxing.record.verifier.findings import Fault, Problem, Report
from xianxing.record.verifier.texts import read_head, read_json, read_key, read_note, read_time, write_json

__all__ = (
    "ORDER", "Checker", "Fault", "Problem", "Report", "check_dossier", "consistency_roots", "ed25519_holds",
    "hash_named", "inclusion_root", "main", "read_head", "read_json", "read_key", "read_note", "read_time",
    "sm3", "write_json",
)  # fmt: skip


def check_dossier(folder: Path, pins: Sequence[str] = (), published: Sequence[bytes] = ()) -> Report:
    """Check the folder of a dossier or a package; Fault when a head given by the reader can't be read."""
    files: dict[str, bytes] = {}
    odd: list[Problem] = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            odd.append(Problem(name, None, "不是普通文件", "not an ordinary file"))
        elif path.is_file():
            files[name] = path.read_bytes()
        elif not any(path.iterdir()):
            odd.append(Problem(f"{name}/", None, "多出的空文件夹", "an empty folder"))
    report = Checker(files, pins, [read_head(data) for data in published]).run()
    return Report(odd + report.problems, report.facts)


def main(arguments: Sequence[str] | None = None) -> int:
    """Check and print; returns the exit status."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--key", action="append", default=[], metavar="KEY")
    parser.add_argument("--head", action="append", default=[], type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    try:
        report = check_dossier(options.folder, options.key, [path.read_bytes() for path in options.head])
    except (OSError, Fault) as trouble:
        print(f"无法读取 can't read: {trouble}")
        return 2
    print("先行核验 Xianxing check")
    for fact in report.facts:
        print("  " + fact)
    for problem in report.problems:
        print(problem)
    if report.problems:
        print(f"结果：有 {len(report.problems)} 处问题。 Result: {len(report.problems)} problem(s).")
        return 1
    if not options.key:
        print("注意：请核对上面的密钥。 Note: compare the key above with its published source.")
    print(f"结果：全部一致。 Result: everything agrees. {report.facts[0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
