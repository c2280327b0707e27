"""The catalogue of rules and the one way to apply it."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final, get_args

from crawler.titles import BodyKind
from monitor.rules import (
    forms,
    privacy,
    representations,
    sections,
    table_four,
    table_three,
    table_two,
    text_tables,
    timeliness,
    wording,
    years,
)
from monitor.rules.gates import gate
from monitor.rules.model import Case, Finding, Outcome, Rule, Severity, Verdict

_MODULES: Final = (
    sections,
    forms,
    timeliness,
    table_two,
    table_three,
    table_four,
    text_tables,
    years,
    wording,
    privacy,
    representations,
)
_FAMILIES: Final = "SDABCEYFPW"
"""The first letters of the codes in the order of the catalogue."""


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its code, in the order of the catalogue. Raises ValueError where a code is used twice."""
    found: dict[str, Rule] = {}
    every = (rule for module in _MODULES for rule in module.RULES)
    for rule in sorted(every, key=lambda rule: (_FAMILIES.index(rule.code[0]), rule.code)):
        if rule.code in found:
            raise ValueError(f"rule code {rule.code} is used twice")
        found[rule.code] = rule
    return MappingProxyType(found)


def evaluate(case: Case, *, only: set[str] | None = None) -> list[Finding]:
    """What every rule (or those of ``only``) answers to ``case``, whatever its outcome.

    A rule that raises answers ``crashed`` and takes no other rule down.
    """
    return [
        _finding(rule, case, verdict)
        for rule in rules().values()
        if only is None or rule.code in only
        for verdict in _verdicts(rule, case)
    ]


def failures(findings: Iterable[Finding]) -> list[Finding]:
    """Those of ``findings`` that people have to look at: the fails."""
    return [finding for finding in findings if finding.outcome is Outcome.FAIL]


def catalogue() -> list[dict[str, object]]:
    """The rules as ``nianbao rules --format json`` lists them; an open year is None, ``kinds`` is never empty."""
    return [
        {
            "code": rule.code,
            "name": rule.name,
            "name_zh": rule.name_zh,
            "severity": rule.severity.value,
            "basis": rule.basis,
            "needs": list(rule.needs),
            "years": list(rule.years),
            "kinds": [kind for kind in get_args(BodyKind) if not rule.kinds or kind in rule.kinds],
        }
        for rule in rules().values()
    ]


def page(code: str) -> str:
    """The rule's page for people, Markdown in Chinese. Raises KeyError where there is no such rule."""
    return files("monitor.rules").joinpath("pages", f"{rules()[code].code}.md").read_text(encoding="utf-8")


def _verdicts(rule: Rule, case: Case) -> list[Verdict]:
    try:
        stopped = gate(rule, case)
        return [stopped] if stopped else list(rule.check(case)) or [Verdict(Outcome.PASS)]
    except Exception as problem:  # noqa: BLE001 - law 4: whatever a rule raises, the others still speak
        return [Verdict(Outcome.CRASHED, f"规则执行出错：{type(problem).__name__}: {problem}")]


def _finding(rule: Rule, case: Case, verdict: Verdict) -> Finding:
    severity = verdict.severity or rule.severity
    if _doubtful(rule, case, verdict):
        severity = severity.milder
    quotes = tuple(quote for quote in verdict.quotes if quote)
    softened = verdict.softer and severity is not Severity.ERROR
    return Finding(
        rule=rule.code,
        name_zh=rule.name_zh,
        severity=severity,
        outcome=verdict.outcome,
        message=verdict.softer if softened else verdict.message,
        basis=verdict.basis or rule.basis,
        cells=verdict.cells,
        page=verdict.page,
        quotes=quotes,
        quote=verdict.quote or "；".join(quotes),
        subject=verdict.subject,
    )


def _doubtful(rule: Rule, case: Case, verdict: Verdict) -> bool:
    """Law 5 of the house: what rests on recognised text or on repaired cells is lowered by one level, once."""
    report = case.report
    if report is None or "report" not in rule.needs:
        return False
    repaired = not verdict.firm and any(report.figure(name).repaired for name in verdict.cells)
    return report.doubtful or repaired
