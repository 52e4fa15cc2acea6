"""A report's way to a signature: built, reviewed, and signed once, as PAdES with the agency's own certificate.

What a signature needs stands in the report's sealed bundle, so a file cannot be signed that does not carry it.
"""

import io
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers, validation
from pyhanko_certvalidator import ValidationContext

from beredd.documents.attached import attached_in
from beredd.reports.cited import ATTACHED, opened
from beredd.reports.decided import Decided
from beredd.reports.errors import CannotSign

FIELD = "Underskrift"
TEST_NAME = "PROV – inte en myndighets certifikat"
TEST_DAYS = 7


def hash_of(raw: bytes) -> str:
    """SHA-256 of a file, as hexadecimal digits: what is kept of a signed report."""
    return sha256(raw).hexdigest()


def sign(raw: bytes, *, file: str, certificate: bytes, password: str) -> bytes:
    """The report with a signature at its end; what was there is there to the byte.

    certificate   PKCS #12 with key and certificate
    CannotSign: a demonstration, a report without diary number, decision-maker, presenter or review, one that is signed,
    a certificate that cannot be opened.
    """
    if raw[:4] != b"%PDF":
        raise CannotSign("reports.sign-pdf", file=file)
    bundle = opened(attached_in(raw, file=file, name=ATTACHED))
    refuse_unready(bundle)
    if _signatures(raw):
        raise CannotSign("reports.sign-twice", file=file)
    decided = Decided(**bundle["decided"])
    about = signers.PdfSignatureMetadata(
        field_name=FIELD,
        name=decided.decision_maker,
        reason=f"Dnr {decided.diary_number}. Beslutad av {decided.decision_maker}, föredragande {decided.presenter}.",
        subfilter=fields.SigSeedSubFilter.PADES,
        md_algorithm="sha256",
    )
    try:
        signer = signers.SimpleSigner.load_pkcs12_data(certificate, other_certs=(), passphrase=password.encode())
    except (ValueError, TypeError, OSError):
        signer = None
    if signer is None:
        raise CannotSign("reports.sign-certificate")
    signed = signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(raw)), about, signer=signer)
    return bytes(signed.getbuffer())


def refuse_unready(bundle: dict[str, Any]) -> None:
    """CannotSign, in one sentence, while something stands in the way of a signature."""
    if bundle["demo"]:
        raise CannotSign("reports.sign-demo")
    decided = Decided(**bundle["decided"])
    if missing := tuple(name for name, value in asdict(decided).items() if not value):
        raise CannotSign("reports.sign-missing", names=tuple(decided.called(name) for name in missing))
    if decided.reviewer in (decided.decision_maker, decided.presenter):
        raise CannotSign("reports.sign-own", name=decided.reviewer)


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A signature in a file: by whose certificate, when, and whether the file is as it was signed."""

    by: str
    at: datetime | None
    is_intact: bool
    is_whole: bool
    is_test: bool


def signatures_of(raw: bytes) -> tuple[Signed, ...]:
    """The signatures of a PDF. Whether the certificate is to be trusted is the reader's to judge."""
    return tuple(_checked(one) for one in _signatures(raw))


def _signatures(raw: bytes) -> list[Any]:
    try:
        return list(PdfFileReader(io.BytesIO(raw)).embedded_signatures)
    except (PdfError, ValueError, KeyError, TypeError):
        return []


def _checked(one: Any) -> Signed:
    context = ValidationContext(trust_roots=[one.signer_cert], allow_fetching=False)
    found = validation.validate_pdf_signature(one, context)
    name = str(one.signer_cert.subject.native.get("common_name", ""))
    return Signed(
        by=name,
        at=one.self_reported_timestamp,
        is_intact=bool(found.intact and found.valid),
        is_whole=found.coverage == validation.SignatureCoverageLevel.ENTIRE_FILE,
        is_test=name == TEST_NAME,
    )


def trial_certificate(*, password: str, now: datetime) -> bytes:
    """A certificate for trials, PKCS #12, made anew each time and good for a week; its name says what it is."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, TEST_NAME)])
    usage = dict.fromkeys(_USAGE, False) | {"digital_signature": True, "content_commitment": True}
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.astimezone(UTC) - timedelta(minutes=5))
        .not_valid_after(now.astimezone(UTC) + timedelta(days=TEST_DAYS))
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .sign(key, hashes.SHA256())
    )
    locked = serialization.BestAvailableEncryption(password.encode())
    return pkcs12.serialize_key_and_certificates(b"prov", key, made, None, locked)


_USAGE = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
    *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)
