"""Signature-and-seal pages: what is on them, and which of the three the system says it holds."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils.translation import override
from PIL import Image
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pytest_django import Settings

from tests.pilot.filings.company import Company
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.filings.attest.freezing import edit_again
from xianxing.pilot.filings.attest.proof import proof_of
from xianxing.pilot.filings.attest.signature_pages import return_signed, signature_page
from xianxing.pilot.filings.models import Attestation, AttestationKind, Holding, StoredFile
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def company(attested: Company, settings: Settings, tmp_path: Path) -> Company:
    settings.XIANXING_SIGNATURE_ROOTS = tmp_path / "roots"
    return attested


def consent(company: Company) -> Attestation:
    return Attestation.objects.get(kind=AttestationKind.CONSENT, unit=company.joint)


def page(company: Company) -> bytes:
    return signature_page(attestation=consent(company), by=company.shi, at=company.at)[1]


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    texts = [one.get_textpage().get_text_range() for one in document]
    document.close()
    return "".join("".join(texts).split())


def hand_in(
    company: Company, content: bytes, name: str = "签章页.pdf", by: User | None = None
) -> Attestation:
    return return_signed(
        attestation=consent(company),
        stream=io.BytesIO(content),
        name=name,
        by=by or company.shi,
        at=company.later(),
    )


def refused(company: Company, content: bytes, name: str = "签章页.pdf", by: User | None = None) -> str:
    with pytest.raises(Refusal) as found:
        hand_in(company, content, name, by)
    return found.value.code


def signed(pdf: bytes, folder: Path) -> bytes:
    """The PDF signed by a certificate of an authority of ours; `folder` gets its certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "测试电子认证服务")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(True, True, False, False, False, True, True, False, False), critical=True
        )
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    folder.mkdir(exist_ok=True)
    pem = folder / "root.pem"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret = folder / "key"
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    load: Callable[[str, str], signers.SimpleSigner | None] = signers.SimpleSigner.load
    signer = load(str(secret), str(pem))
    secret.unlink()
    assert signer is not None
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    about = signers.PdfSignatureMetadata(field_name="Seal")
    with ThreadPoolExecutor(1) as apart:  # signing runs an event loop, and a thread has at most one
        done = apart.submit(signers.sign_pdf, writer, about, signer=signer).result()
    return bytes(done.getvalue())


def test_the_page_names_project_unit_kind_and_digest_and_markup_stays_text(company: Company) -> None:
    given = consent(company)
    given.opinion = "#strong[x] $y$ \\ _z_"
    name, pdf = signature_page(attestation=given, by=company.shi, at=company.at)
    text = text_of(pdf)
    assert company.digest in text
    assert "深圳图澜知识工程有限公司" in text
    assert "91440300MA5185LJ3J" in text
    assert "#strong[x]$y$\\_z_" in text
    assert "同意并相互认可" in text
    assert "演示" in text
    assert "批准" not in text
    assert name.endswith(".pdf")
    assert "图澜" in name


def test_a_stranger_another_unit_and_staff_get_no_page(company: Company) -> None:
    for person in (company.cast.mo, company.cast.zhou, company.cast.wen):
        with pytest.raises(Refusal) as found:
            signature_page(attestation=consent(company), by=person, at=company.at)
        assert found.value.code == "stranger"
    assert refused(company, page(company), by=company.cast.zhou) == "stranger"


def test_a_picture_is_a_scan_whose_text_nobody_has_checked(company: Company) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(picture, "PNG")
    row = hand_in(company, picture.getvalue(), "扫描件.png")
    assert (row.holding, row.returned_check["digest_found"]) == (Holding.SCAN, None)
    assert row.returned is not None
    assert row.returned.charged_to == company.cast.tulan


def test_a_pdf_without_signature_is_a_scan_and_must_be_the_right_page(company: Company) -> None:
    row = hand_in(company, page(company))
    assert (row.holding, row.returned_check["digest_found"]) == (Holding.SCAN, True)
    other = Attestation.objects.get(kind=AttestationKind.CONSENT, unit=company.lead)
    other.seen = "a" * 64
    wrong = signature_page(attestation=other, by=company.he, at=company.at)[1]
    assert refused(company, wrong) == "other-page"


def test_the_page_of_another_unit_or_matter_about_the_same_content_is_refused(company: Company) -> None:
    at = company.at
    lead = Attestation.objects.get(kind=AttestationKind.CONSENT, unit=company.lead)
    pledge = Attestation.objects.get(kind=AttestationKind.TRUTH_PLEDGE, unit=company.joint)
    assert refused(company, signature_page(attestation=lead, by=company.he, at=at)[1]) == "other-page"
    with override("en"):
        english = signature_page(attestation=pledge, by=company.shi, at=at)[1]
        own = page(company)
    assert refused(company, english) == "other-page"
    assert hand_in(company, own).holding == Holding.SCAN


def test_a_page_that_is_handed_in_anew_leaves_nothing_of_the_former(company: Company) -> None:
    former = hand_in(company, page(company)).returned
    later = hand_in(company, page(company)).returned
    assert former is not None
    assert later is not None
    former.refresh_from_db()
    assert (former.erased_at is None, later.erased_at is None) == (False, True)
    assert case_faults() == []


def test_a_certificate_signed_page_is_verified_and_trusted_only_under_our_roots(
    company: Company, tmp_path: Path
) -> None:
    content = signed(page(company), tmp_path / "elsewhere")
    row = hand_in(company, content)
    (found,) = row.returned_check["signatures"]
    assert (row.holding, found["verifiable"], found["intact"], found["valid"], found["trusted"]) == (
        Holding.CERTIFICATE, True, True, True, False,
    )  # fmt: skip
    assert proof_of(row)[1] == "已交回附电子签名的文件，签名未经本系统核验"
    (tmp_path / "elsewhere").rename(tmp_path / "roots")
    again = hand_in(company, content)
    (trusted,) = again.returned_check["signatures"]
    assert (trusted["trusted"], proof_of(again)[1]) == (
        True,
        "已交回电子签名文件，签名证书由本系统信任的机构签发",
    )
    assert "测试电子认证服务" in trusted["signer"]


def test_a_signature_by_national_cryptography_is_kept_as_not_verifiable_here(
    company: Company, tmp_path: Path
) -> None:
    ecdsa, sm2 = b"2a8648ce3d040302", b"2a811ccf55018375"
    content = signed(page(company), tmp_path / "roots")
    assert ecdsa in content.lower()
    place = content.lower().index(ecdsa)
    foreign = content[:place] + sm2 + content[place + len(sm2) :]
    row = hand_in(company, foreign)
    (found,) = row.returned_check["signatures"]
    assert (row.holding, found["verifiable"], found["trusted"]) == (Holding.CERTIFICATE, False, False)


def test_a_page_changed_after_it_was_signed_is_refused_and_nothing_kept(
    company: Company, tmp_path: Path
) -> None:
    content = bytearray(signed(page(company), tmp_path / "roots"))
    place = content.index(b"/Title") if b"/Title" in content else content.index(b"obj") + 40
    before = StoredFile.objects.count()
    content[place + 8] ^= 1
    assert refused(company, bytes(content)) in ("broken-signature", "unreadable")
    assert StoredFile.objects.count() == before
    assert consent(company).holding == Holding.ACT


def test_other_types_and_lapsed_attestations_are_refused(company: Company) -> None:
    assert refused(company, b"PK\x03\x04 no page", "page.docx") == "type"
    assert refused(company, b"") == "type"
    assert refused(company, b"%PDF-1.7\nbroken") in ("unreadable", "other-page")
    content = page(company)
    given = consent(company)
    edit_again(filing=company.filing, by=company.cast.zhou, at=company.later())
    with pytest.raises(Refusal) as lapsed:
        return_signed(
            attestation=given, stream=io.BytesIO(content), name="x.pdf", by=company.shi, at=company.later()
        )
    assert lapsed.value.code == "lapsed"
