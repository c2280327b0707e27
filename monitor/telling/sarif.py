"""What ``check`` found as SARIF 2.1.0, which editors and code hosts show beside the file."""

import hashlib
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

from crawler import outgoing
from monitor.judging.files import Checked
from monitor.rules.catalogue import mend, rules
from monitor.rules.model import Finding, Outcome, Severity
from monitor.telling.wording import cell_label

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_KINDS: Final = {
    Outcome.FAIL: "fail",
    Outcome.PASS: "pass",
    Outcome.NOT_APPLICABLE: "notApplicable",
    Outcome.UNREADABLE: "open",
    Outcome.NOT_EVALUATED: "open",
    Outcome.CRASHED: "open",
}
"""SARIF's words for the outcomes; ``open`` is what could not be decided."""


def as_sarif(reports: Sequence[Checked], troubles: Sequence[str], *, everything: bool) -> str:
    """The reports as one run of SARIF; ``troubles`` are the lines on files that could not be checked."""
    codes = {code: at for at, code in enumerate(rules())}
    run = {
        "tool": {"driver": {"name": "nianbao", "version": version("nianbao"), "rules": list(map(_rule, codes))}},
        "language": "zh-CN",
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not troubles,
                "toolExecutionNotifications": [{"level": "error", "message": {"text": line}} for line in troubles],
            }
        ],
        "artifacts": [
            {"location": {"uri": address(one.report.source)}, "mimeType": one.report.media_type} for one in reports
        ],
        "results": [
            _result(one, at, finding, codes)
            for at, one in enumerate(reports)
            for finding in (one.findings if everything else one.failures)
        ],
    }
    return outgoing.as_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def address(source: str) -> str:
    """The address of a file or page as a URI reference."""
    if "://" in source:
        return quote(source, safe=":/?#[]@!$&'()*+,;=%~-._")
    path = PurePath(source)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _rule(code: str) -> dict[str, Any]:
    rule = rules()[code]
    return {
        "id": code,
        "shortDescription": {"text": rule.name_zh},
        "fullDescription": {"text": f"{rule.name_zh}（{rule.name}）"},
        "help": {"text": mend(code)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"basis": rule.basis, "basis_kind": rule.basis_kind},
    }


def _result(checked: Checked, at: int, finding: Finding, codes: dict[str, int]) -> dict[str, Any]:
    failed = finding.outcome is Outcome.FAIL
    place = {"artifactLocation": {"uri": address(checked.report.source), "index": at}}
    return {
        "ruleId": finding.rule,
        "ruleIndex": codes[finding.rule],
        "kind": _KINDS[finding.outcome],
        "level": _LEVELS[finding.severity] if failed else "none",
        "message": {"text": finding.message or finding.name_zh},
        "locations": [{"physicalLocation": place, "logicalLocations": list(_cells(finding))}],
        "partialFingerprints": {"finding/v1": _identity(checked, finding)},
        "properties": {
            "basis": finding.basis,
            "mend": mend(finding.rule) if failed else "",
            "page": finding.page,
            "quotes": list(finding.quotes),
        },
    }


def _cells(finding: Finding) -> Iterator[dict[str, str]]:
    for name in dict.fromkeys(finding.cells):
        yield {"fullyQualifiedName": name, "name": cell_label(name), "kind": "value"}


def _identity(checked: Checked, finding: Finding) -> str:
    """What stays the same of a finding when the report is written anew: body, year, rule and subject."""
    parts = (checked.body or "", str(checked.report.year or ""), finding.rule, finding.subject)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
