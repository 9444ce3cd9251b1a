"""Signatures by certificate in a PDF, judged by pyHanko: nothing is fetched, only our roots count.

Runs in the reader's own process (`worker`). What uses SM2 or SM3 (国密) can't be verified here, and
is said to be so, never to be wrong.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

MOST = 100  # signatures of one file that are looked at
_SHANGMI = bytes.fromhex("2a811ccf55")  # 1.2.156.10197, the arc of SM2 and SM3, as DER writes it


def examined(data: bytes, roots: Path) -> list[dict[str, Any]]:
    """The signatures of a PDF as plain values (see `signatures.Signature`).

    OSError for whatever a broken PDF makes the library raise.
    """
    logging.disable(logging.CRITICAL)
    try:
        return list(_examined(data, roots))
    except MemoryError:
        raise
    except Exception as error:  # a library meets anything in somebody else's file
        raise OSError("unreadable") from error


def _examined(data: bytes, roots: Path) -> Iterator[dict[str, Any]]:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    context = ValidationContext(trust_roots=list(_roots(roots)), allow_fetching=False)
    for found in PdfFileReader(BytesIO(data), strict=False).embedded_signatures[:MOST]:
        if _SHANGMI in bytes(found.pkcs7_content):
            yield {"signer": "", "verifiable": False}
            continue
        try:
            signer, status = _signer(found), validate_pdf_signature(found, context)
        except SignatureValidationError:
            yield {"signer": "", "verifiable": True}
            continue
        except MemoryError:
            raise
        except Exception:  # what it can't judge is not verified
            yield {"signer": "", "verifiable": False}
            continue
        yield {
            "signer": signer,
            "verifiable": True,
            "intact": status.intact,
            "valid": status.valid,
            "trusted": status.trusted,
            "whole": status.coverage is SignatureCoverageLevel.ENTIRE_FILE or bool(status.docmdp_ok),
        }


def _signer(found: object) -> str:
    certificate = getattr(found, "signer_cert", None)
    return str(certificate.subject.human_friendly)[:200] if certificate is not None else ""


def _roots(folder: Path) -> Iterable[object]:
    from pyhanko import keys

    load: Callable[[list[str]], Iterable[object]] = keys.load_certs_from_pemder
    paths = sorted(folder.glob("*.pem")) if folder.is_dir() else []
    return load([str(path) for path in paths])
