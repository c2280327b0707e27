"""Prints a draft as HTML, in the plain manner of a content system or in that of a word processor's paste."""

from html import escape

from monitor.demo.grids import Grid, GridCell
from monitor.demo.reports import Closing, Heading, Prose, ReportDraft

_PASTED = ' style="text-indent: 2em; line-height: 2; font-family: 仿宋"'


def report_fragment(draft: ReportDraft, *, pasted: bool = False) -> str:
    """Everything below the title: paragraphs and tables with rowspan and colspan.

    ``pasted`` wraps texts in the spans and paragraphs that a word processor leaves behind.
    """
    blocks: list[str] = []
    for part in draft.parts():
        if isinstance(part, Grid):
            blocks.append(_table(part, pasted=pasted))
        else:
            blocks.append(_paragraph(part, pasted=pasted))
    return "\n".join(blocks)


def report_page(draft: ReportDraft, *, pasted: bool = False) -> str:
    """A complete page with nothing but the report, as one saves it to a file."""
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(draft.title)}</title></head>\n'
        f"<body><h1>{escape(draft.title)}</h1>\n{report_fragment(draft, pasted=pasted)}\n</body></html>\n"
    )


def _paragraph(part: Heading | Prose | Closing, *, pasted: bool) -> str:
    text = escape(part.text)
    if isinstance(part, Heading):
        text = f"<strong>{text}</strong>"
    if isinstance(part, Closing):
        return f'<p style="text-align: right">{text}</p>'
    return f"<p{_PASTED}><span>{text}</span></p>" if pasted else f"<p>　　{text}</p>"


def _table(grid: Grid, *, pasted: bool) -> str:
    rows = "\n".join(f"<tr>{''.join(_cell(cell, pasted=pasted) for cell in row)}</tr>" for row in grid.rows())
    border = 'border="1" cellspacing="0" cellpadding="4" style="border-collapse: collapse" width="100%"'
    return f"<table {border}><tbody>\n{rows}\n</tbody></table>"


def _cell(cell: GridCell, *, pasted: bool) -> str:
    spans = "".join(
        f' {name}="{count}"' for name, count in (("rowspan", cell.rowspan), ("colspan", cell.colspan)) if count > 1
    )
    text = escape(cell.text)
    if pasted:
        # What a word processor leaves in an empty cell is a paragraph with a space that does not break.
        text = f"<p><span>{text or '&nbsp;'}</span></p>"
    return f"<td{spans}>{text}</td>"
