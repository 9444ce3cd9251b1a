"""Signatures in a PDF, judged by pyHanko in a process of its own: nothing is fetched, only our roots count.

Run as `python -m xianxing.pilot.filings.attest.signatures FILE ROOTS`; prints one JSON list. Knows no Django.
What uses SM2 or SM3 (国密) can't be verified here, and is said to be so, never to be wrong.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

SECONDS = 30
_SHANGMI = bytes.fromhex("2a811ccf55")  # 1.2.156.10197, the arc of SM2 and SM3, as DER writes it


@dataclass(frozen=True)
class Signature:
    """One signature, and whether it can be verified here at all.

    `intact`: the bytes are those signed; `valid`: the signature fits its certificate; `trusted`: that leads
    to one of our roots; `whole`: nothing but further signatures came after it.
    """

    signer: str
    verifiable: bool
    intact: bool = False
    valid: bool = False
    trusted: bool = False
    whole: bool = False

    @property
    def broken(self) -> bool:
        """Whether it was verified and doesn't fit the file."""
        return self.verifiable and not (self.intact and self.valid and self.whole)


class UnreadableError(RuntimeError):
    """The file can't be examined for signatures."""


def signatures_of(path: Path, roots: Path) -> tuple[Signature, ...]:
    """The signatures of a PDF, none for one without; read in a process of its own, in half a minute at most.

    `roots` is a folder of certificates in PEM; an absent folder trusts nobody. UnreadableError otherwise.
    """
    command = [sys.executable, "-m", __name__, str(path), str(roots)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=True, text=True)
        return tuple(Signature(**found) for found in json.loads(done.stdout))
    except (subprocess.SubprocessError, ValueError, TypeError) as problem:
        raise UnreadableError(str(path)) from problem


def _examine(path: Path, roots: Path) -> Iterator[Signature]:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    context = ValidationContext(trust_roots=list(_roots(roots)), allow_fetching=False)
    with path.open("rb") as stream:
        for found in PdfFileReader(stream, strict=False).embedded_signatures:
            if _SHANGMI in bytes(found.pkcs7_content):
                yield Signature("", verifiable=False)
                continue
            try:
                signer, status = _signer(found), validate_pdf_signature(found, context)
            except SignatureValidationError:
                yield Signature("", verifiable=True)
                continue
            except Exception:  # a library meets anything here; what it can't judge is not verified
                yield Signature("", verifiable=False)
                continue
            whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE or bool(status.docmdp_ok)
            yield Signature(signer, True, status.intact, status.valid, status.trusted, whole)


def _signer(found: object) -> str:
    certificate = getattr(found, "signer_cert", None)
    return str(certificate.subject.human_friendly)[:200] if certificate is not None else ""


def _roots(folder: Path) -> Iterable[object]:
    from pyhanko import keys

    load: Callable[[list[str]], Iterable[object]] = keys.load_certs_from_pemder
    paths = sorted(folder.glob("*.pem")) if folder.is_dir() else []
    return load([str(path) for path in paths])


def main() -> None:
    """Print the signatures of the file named as JSON."""
    logging.disable(logging.CRITICAL)
    path, roots = map(Path, sys.argv[1:3])
    sys.stdout.write(json.dumps([asdict(one) for one in _examine(path, roots)], ensure_ascii=False))


if __name__ == "__main__":
    main()
