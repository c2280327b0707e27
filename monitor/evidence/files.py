"""Pictures of a report's findings as files."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from monitor.evidence.findings import NoPicturesError, evidence_of
from monitor.reports.model import Report
from monitor.rules.model import Finding

_NOWHERE: Final = "{name}：{rules} 说的内容在页面上没有对应的位置（缺失、逾期一类），没有证据图片。"


def write_pictures(
    path: Path, report: Report, findings: Sequence[Finding], directory: Path, *, content: bytes | None = None
) -> tuple[dict[int, tuple[str, ...]], str]:
    """Write the pages of the findings into the directory as ``B01-1.png``, numbered within a rule.

    ``content`` are the report's bytes where ``path`` is only what they are called.

    The paths by the place of the finding in ``findings``; and one Chinese line
    where the file could not be drawn, the directory not be written or findings
    stand on no page, else "".
    """
    written: dict[int, tuple[str, ...]] = {}
    if not findings:
        return written, ""
    numbers: Counter[str] = Counter()
    try:
        evidence = evidence_of(path.read_bytes() if content is None else content, path.name, report)
        directory.mkdir(parents=True, exist_ok=True)
        for at, finding in enumerate(findings):
            paths: list[str] = []
            for picture in evidence.pictures(finding):
                numbers[finding.rule] += 1
                target = directory / f"{finding.rule}-{numbers[finding.rule]}.png"
                target.write_bytes(picture)
                paths.append(str(target))
            if paths:
                written[at] = tuple(paths)
    except NoPicturesError as problem:
        return written, str(problem)
    except OSError as problem:
        return written, f"{directory}：证据图片写不进去（{problem.strerror}），请检查目录和磁盘空间。"
    nowhere = dict.fromkeys(finding.rule for at, finding in enumerate(findings) if at not in written)
    if not nowhere:
        return written, evidence.note
    return written, evidence.note or _NOWHERE.format(name=path.name, rules="、".join(nowhere))
