"""Certificates for loopback addresses: an authority of our own and what it signed."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

Span = tuple[datetime, datetime]


def write_chain(addresses: Sequence[str], spans: Mapping[str, Span], folder: Path) -> dict[str, Path]:
    """Write ``authority.pem`` and, for every named span of validity, a key with its certificate; their paths."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "nianbao sample portals")])
    now = datetime.now(UTC)
    authority = (
        _builder(issuer, issuer, key, (now - timedelta(days=4000), now + timedelta(days=30)))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "authority.pem").write_bytes(authority.public_bytes(Encoding.PEM))
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(address)) for address in addresses])
    paths: dict[str, Path] = {}
    for name, span in spans.items():
        own = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"sample portals, {name}")])
        signed = _builder(issuer, subject, own, span).add_extension(names, critical=False).sign(key, hashes.SHA256())
        paths[name] = folder / f"{name}.pem"
        secret = own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        paths[name].write_bytes(secret + signed.public_bytes(Encoding.PEM))
    return paths


def _builder(
    issuer: x509.Name, subject: x509.Name, key: ec.EllipticCurvePrivateKey, span: Span
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .issuer_name(issuer)
        .subject_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(span[0])
        .not_valid_after(span[1])
    )
