"""Signed envelopes as real programs make them, and as nobody should."""

import email.message
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

from hanse.errors import Unreadable
from hanse.readers import _cms, eml, smime
from hanse.readers.item import Item
from hanse.records import Reading

TEXT = b"Content-Type: text/plain; charset=utf-8\r\n\r\nDer Vertrag gilt ab 1. Mai.\r\n"


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="module")
def certificate(key: rsa.RSAPrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Anna Weiß")])
    begin = datetime(2024, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), begin)
    return builder.not_valid_after(begin.replace(year=2034)).sign(key, hashes.SHA256())


@pytest.fixture(scope="module")
def signed(key: rsa.RSAPrivateKey, certificate: x509.Certificate) -> bytes:
    builder = pkcs7.PKCS7SignatureBuilder().set_data(TEXT).add_signer(certificate, key, hashes.SHA256())
    return builder.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])


@pytest.fixture(scope="module")
def encrypted(certificate: x509.Certificate) -> bytes:
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(TEXT).add_recipient(certificate)
    return builder.encrypt(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])


def _mail(p7m: bytes) -> Reading:
    message = email.message.EmailMessage()
    message["From"], message["Subject"], message["Date"] = "a@b.example", "V", "Tue, 2 Jan 2024 10:00:00 +0100"
    message.set_content(p7m, "application", "pkcs7-mime", filename="smime.p7m")
    return eml.read(Item.of("x.eml", message.as_bytes()))


def test_what_a_real_signature_encloses_is_read(signed: bytes) -> None:
    reading = smime.read(Item.of("smime.p7m", signed))
    assert [(inside.name, inside.data) for inside in reading.inside] == [("smime.eml", TEXT)]
    assert reading.findings[0].code == "smime.unverified"


def test_a_mail_signed_in_a_closed_form_shows_its_text_and_says_that_nobody_has_verified_it(signed: bytes) -> None:
    reading = _mail(signed)
    assert [block.text for block in reading.documents[0].blocks[1:]] == ["Der Vertrag gilt ab 1. Mai."]
    assert [finding.code for finding in reading.findings] == ["mail.signed"]
    assert reading.inside == ()


def test_an_encrypted_mail_is_told(encrypted: bytes) -> None:
    reading = _mail(encrypted)
    assert [finding.code for finding in reading.findings] == ["mail.sealed"]
    assert smime.read(Item.of("x.p7m", encrypted)).counts.rejected == 1


def test_a_signature_apart_from_its_file_says_nothing(key: rsa.RSAPrivateKey, certificate: x509.Certificate) -> None:
    builder = pkcs7.PKCS7SignatureBuilder().set_data(TEXT).add_signer(certificate, key, hashes.SHA256())
    options = [pkcs7.PKCS7Options.Binary, pkcs7.PKCS7Options.DetachedSignature]
    data = builder.sign(serialization.Encoding.DER, options)
    assert smime.read(Item.of("vertrag.pdf.p7s", data)).findings[0].code == "smime.detached"


@pytest.mark.parametrize("encoding", [serialization.Encoding.PEM, serialization.Encoding.SMIME])
def test_envelopes_in_text_form_are_opened(
    key: rsa.RSAPrivateKey, certificate: x509.Certificate, encoding: serialization.Encoding
) -> None:
    builder = pkcs7.PKCS7SignatureBuilder().set_data(TEXT).add_signer(certificate, key, hashes.SHA256())
    data = builder.sign(encoding, [pkcs7.PKCS7Options.Binary])
    (inside,) = smime.read(Item.of("smime.p7m", data)).inside
    if encoding is serialization.Encoding.PEM:
        assert inside.data == TEXT
    else:  # a whole mail part: read on as a mail
        reading = eml.read(Item.of(inside.name, inside.data))
        assert "Vertrag" in reading.documents[0].blocks[0].text


def test_outlooks_copy_of_a_mail_with_a_clear_signature_is_read_on_as_a_mail() -> None:
    reading = smime.read(Item.of("smime.p7m", TEXT))
    assert [inside.name for inside in reading.inside] == ["smime.eml"]


@pytest.mark.parametrize("data", [b"", b"Text", b"\x30\x80" * 2000, b"\x30\x84\xff\xff\xff\xff", bytes(100)])
def test_what_is_no_envelope_says_so(data: bytes) -> None:
    assert _cms.envelope(data) is None
    with pytest.raises(Unreadable):
        smime.read(Item.of("x.p7m", data))
