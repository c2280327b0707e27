"""The catalogue of rules, found by walking the families of this room, and the one way to apply it."""

import pkgutil
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from types import MappingProxyType, ModuleType
from typing import Final, get_args

import monitor.rules
from crawler.titles import BodyKind
from monitor.rules.coverage import Coverage
from monitor.rules.gates import gate
from monitor.rules.model import Case, Finding, Occasion, Outcome, Rule, Severity, Verdict
from storage.boundary import Boundary

_MEND: Final = re.compile(r"^## 怎样改正\n+([^\n#]+?。)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the rules answered to a case, whatever the outcomes, in the order of the catalogue."""

    findings: tuple[Finding, ...]

    @property
    def failures(self) -> tuple[Finding, ...]:
        """The findings that people have to look at: the fails."""
        return tuple(finding for finding in self.findings if finding.outcome is Outcome.FAIL)

    @property
    def coverage(self) -> Coverage:
        """Which rules were asked, and what came of each."""
        return Coverage.of((finding.rule, finding.outcome) for finding in self.findings)


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its code, family by family. Raises ValueError where a code is used twice."""
    found: dict[str, Rule] = {}
    for family in _families():
        for rule in sorted(_rules_of(family), key=lambda rule: rule.code):
            if rule.code in found:
                raise ValueError(f"rule code {rule.code} is used twice")
            found[rule.code] = rule
    return MappingProxyType(found)


@cache
def codes(asked_on: Occasion) -> frozenset[str]:
    """The codes of the rules that are asked on that occasion."""
    return frozenset(code for code, rule in rules().items() if rule.asked_on == asked_on)


def evaluate(case: Case, *, only: Collection[str] | None = None) -> Evaluation:
    """What every rule (or those of ``only``) answers to ``case``.

    A rule that raises answers ``crashed`` and takes no other rule down.
    """
    return Evaluation(
        tuple(
            _finding(rule, case, verdict)
            for rule in rules().values()
            if only is None or rule.code in only
            for verdict in _verdicts(rule, case)
        )
    )


def catalogue() -> list[dict[str, object]]:
    """The rules as ``nianbao rules --format json`` lists them; an open year is None, ``kinds`` is never empty."""
    return [
        {
            "code": rule.code,
            "name": rule.name,
            "name_zh": rule.name_zh,
            "severity": rule.severity.value,
            "basis": rule.basis,
            "basis_kind": rule.basis_kind,
            "needs": list(rule.needs),
            "years": list(rule.years),
            "kinds": [kind for kind in get_args(BodyKind) if not rule.kinds or kind in rule.kinds],
        }
        for rule in rules().values()
    ]


def page(code: str) -> str:
    """The rule's page for people, Markdown in Chinese. Raises KeyError where there is no such rule."""
    family = rules()[code].check.__module__.rpartition(".")[0]
    return files(family).joinpath(f"{code}.md").read_text(encoding="utf-8")


def family(code: str) -> str:
    """The name of the folder in which the rule of that code stands; "" where there is no such rule."""
    known = rules().get(code)
    return known.check.__module__.split(".")[-2] if known else ""


@cache
def mend(code: str) -> str:
    """What to do about a finding of that rule, in one Chinese sentence: the first one under 怎样改正 on its page.

    Raises KeyError where there is no such rule, ValueError where its page does not say.
    """
    told = _MEND.search(page(code))
    if told is None:
        raise ValueError(f"the page of {code} does not say under 怎样改正 how to mend it")
    return told[1]


def _families() -> list[ModuleType]:
    """The folders of this room, each a family of rules, by their place."""
    named = [found.name for found in pkgutil.iter_modules(monitor.rules.__path__, "monitor.rules.") if found.ispkg]
    return sorted((import_module(name) for name in named), key=lambda family: int(family.PLACE))


def _rules_of(family: ModuleType) -> Iterator[Rule]:
    """The rules declared in the modules of a family."""
    for found in pkgutil.iter_modules(family.__path__, f"{family.__name__}."):
        module = import_module(found.name)
        yield from (rule for rule in vars(module).values() if isinstance(rule, Rule))


def _verdicts(rule: Rule, case: Case) -> list[Verdict]:
    with Boundary() as within:
        stopped = gate(rule, case)
        return [stopped] if stopped else list(rule.check(case)) or [Verdict(Outcome.PASS)]
    return [Verdict(Outcome.CRASHED, f"规则执行出错：{type(within.problem).__name__}: {within.problem}")]


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
