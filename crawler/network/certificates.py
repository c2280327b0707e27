"""What is wrong with the certificate a portal shows; the crawl takes its answers all the same, and says so."""

from datetime import datetime
from ipaddress import ip_address
from typing import Any

from cryptography import x509
from cryptography.x509.oid import ExtensionOID, NameOID


def faults_of(certificate: Any, host: str, now: datetime) -> str:
    """What is wrong with a certificate for ``host``, in a few Chinese words; empty where nothing is, or none is known.

    ``certificate`` is Twisted's or DER bytes. Whether its issuer can be trusted
    is not looked at: most portals leave the intermediate certificate out.
    """
    try:
        der = certificate if isinstance(certificate, bytes) else certificate.dump()
        found = x509.load_der_x509_certificate(der)
        return "、".join(filter(None, (_span(found, now), _signature_fault(found), _name_fault(found, host))))
    except (ValueError, AttributeError, x509.DuplicateExtension):
        return ""


def _span(found: x509.Certificate, now: datetime) -> str:
    if now > found.not_valid_after_utc:
        return f"已于 {found.not_valid_after_utc:%Y-%m-%d} 过期"
    return f"{found.not_valid_before_utc:%Y-%m-%d} 才生效" if now < found.not_valid_before_utc else ""


def _signature_fault(found: x509.Certificate) -> str:
    return "是自签名的" if found.issuer == found.subject else ""


def _name_fault(found: x509.Certificate, host: str) -> str:
    """Whether the certificate is made out to another host (RFC 6125: the common name counts only without names)."""
    names = _alternatives(found) or [
        str(name.value).lower() for name in found.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    ]
    return "" if any(_fits(name, host.lower()) for name in names) else f"是发给 {'、'.join(names[:3]) or '无名主机'} 的"


def _alternatives(found: x509.Certificate) -> list[str]:
    try:
        names = found.extensions.get_extension_for_oid(ExtensionOID.SUBJECT_ALTERNATIVE_NAME).value
    except x509.ExtensionNotFound:
        return []
    assert isinstance(names, x509.SubjectAlternativeName)
    hosts = [name.lower() for name in names.get_values_for_type(x509.DNSName)]
    return hosts + [str(address) for address in names.get_values_for_type(x509.IPAddress)]


def _fits(name: str, host: str) -> bool:
    if name.startswith("*."):
        return host.partition(".")[2] == name[2:]
    try:
        return ip_address(name) == ip_address(host)
    except ValueError:
        return name == host
