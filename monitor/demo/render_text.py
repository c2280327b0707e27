"""Prints a draft as plain text: paragraphs on lines, table cells between tabs, merged cells lost."""

from monitor.demo.grids import Grid
from monitor.demo.reports import ReportDraft


def report_text(draft: ReportDraft) -> str:
    """The whole report with its title; a cell stands only in the row where it starts."""
    lines = [draft.title, ""]
    for part in draft.parts():
        if isinstance(part, Grid):
            lines.extend("\t".join(cell.text for cell in row) for row in part.rows())
        else:
            lines.append(part.text)
        lines.append("")
    return "\n".join(lines)
