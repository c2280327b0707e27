"""Copies of reports as people have them: every kind of broken table is read right, or unsure and said so."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

import pytest

from monitor.documents.reading import read_document
from monitor.reports.forms import APPLICATION_LABELS
from monitor.reports.model import CellState, Report
from monitor.reports.reading import read_report
from monitor.rules.catalogue import evaluate
from monitor.rules.model import Case, Severity
from tests.fuzz.copies.campaign import true_value
from tests.monitor.reports.made import APPLICANT_LABELS, CATEGORY_LABELS, CORNER, HEADS_2021, Made, lawful

Row = tuple[list[str], list[str]]
"""The labels of a row and its values."""

_DAY = date(2024, 1, 20)
_LONG = 9
"""Characters of a label that takes two lines."""
_LEAVES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
_NOTHING = lawful({}, ([0] * 6, [0] * 6))
_SMALL = lawful(
    {
        "granted": [3, 1, 0, 0, 0, 0],
        "refused.law_prohibits": [1, 0, 0, 0, 0, 0],
        "not_processed.repeated": [0, 2, 0, 0, 0, 1],
        "other.other": [1, 0, 0, 0, 0, 0],
    },
    ([1, 0, 0, 0, 0, 0], [0, 1, 0, 0, 0, 0]),
)
_LARGE = replace(
    lawful(
        {
            "granted": [1204, 310, 22, 9, 41, 6],
            "partly_granted": [88, 12, 0, 3, 0, 1],
            "refused.state_secret": [7, 0, 0, 0, 0, 0],
            "refused.security_and_stability": [13, 2, 0, 0, 1, 0],
            "unavailable.not_held": [402, 35, 4, 0, 2, 0],
            "not_processed.confirmation": [11, 1, 0, 0, 0, 0],
            "other.not_corrected": [25, 0, 1, 0, 0, 0],
        },
        ([21, 4, 0, 1, 0, 0], [30, 2, 0, 0, 3, 0]),
    ),
    documents=[["0", "0", "0"], ["31", "6", "207"]],
    remedies=["12", "3", "1", "2", "18", "4", "0", "0", "1", "5", "2", "1", "0", "0", "3"],
)


@pytest.fixture(params=[_NOTHING, _SMALL, _LARGE], ids=["nothing", "small", "large"])
def made(request) -> Made:
    return request.param


def two(made: Made) -> list[Row]:
    return [
        (["第二十条第（一）项"], []),
        (["信息内容", *HEADS_2021], []),
        (["规章"], made.documents[0]),
        (["行政规范性文件"], made.documents[1]),
        (["第二十条第（五）项"], []),
        (["信息内容", "本年处理决定数量"], []),
        (["行政许可"], made.decisions[:1]),
        (["第二十条第（六）项"], []),
        (["信息内容", "本年处理决定数量"], []),
        (["行政处罚"], made.decisions[1:2]),
        (["行政强制"], made.decisions[2:]),
        (["第二十条第（八）项"], []),
        (["信息内容", "本年收费金额（单位：万元）"], []),
        (["行政事业性收费"], [made.fees]),
    ]


def three(made: Made, *, head: bool = True) -> list[Row]:
    rows: list[Row] = [
        ([CORNER, "申请人情况"], []),
        (["自然人", "法人或其他组织", "总计"], []),
        ([*APPLICANT_LABELS.values()][1:6], []),
    ]
    seen: set[str] = set()
    rows = rows if head else []
    for row, values in made.applications.items():
        category = CATEGORY_LABELS.get(row.split(".")[0]) if "." in row else None
        lead = ["三、本年度办理结果"] if row == "granted" else []
        lead += [category] if category and category not in seen else []
        seen.update(lead)
        rows.append(([*lead, APPLICATION_LABELS[row]], values))
    return rows


def four(made: Made) -> list[Row]:
    return [
        (["行政复议", "行政诉讼"], []),
        (["未经复议直接起诉", "复议后起诉"], []),
        (_LEAVES * 3, []),
        ([], made.remedies),
    ]


def lines(rows: Sequence[Row], by: str = " ") -> str:
    return "\n".join(by.join([*labels, *values]) for labels, values in rows)


def cells(rows: Sequence[Row], by: str = "\n") -> str:
    return by.join(text for labels, values in rows for text in (*labels, *values))


def markdown(rows: Sequence[Row], width: int) -> str:
    padded = [[*labels, *[""] * (width - len(labels) - len(values)), *values] for labels, values in rows]
    first, *rest = [f"| {' | '.join(row)} |" for row in padded]
    return "\n".join([first, "|" + " --- |" * width, *rest])


def html(rows: Sequence[Row]) -> str:
    return f"<table>{''.join(f'<tr>{_tds([*labels, *values])}</tr>' for labels, values in rows)}</table>"


def _tds(texts: Sequence[str]) -> str:
    return "".join(f"<td>{text}</td>" for text in texts)


def text_of(made: Made, tables: Sequence[str], told: str = "") -> str:
    return "\n".join(
        [
            made.title,
            made.preamble,
            "一、总体情况",
            "（一）主动公开。全年通过门户网站公开信息310条。" + told,
            "二、主动公开政府信息情况",
            tables[0],
            "三、收到和处理政府信息公开申请情况",
            tables[1],
            "四、政府信息公开行政复议、行政诉讼情况",
            tables[2],
            "五、存在的主要问题及改进情况",
            "存在的问题：一是政策解读形式较为单一，二是部分栏目更新不够及时。下一步将丰富解读形式，加强栏目巡查。",
            "六、其他需要报告的事项",
            "本年度未收取信息处理费。",
        ]
    )


def read(made: Made, *tables: str, name: str = "年报.txt", told: str = "") -> Report:
    text = text_of(made, tables, told)
    if name.endswith("html"):
        text = "\n".join(line if line.startswith("<") else f"<p>{line}</p>" for line in text.split("\n"))
        text = f"<html><head><meta charset='utf-8'></head><body>{text}</body></html>"
    return read_report(read_document(text.encode(), name=name), source="made-up")


def truth(made: Made) -> dict[str, str]:
    columns = ("issued", "repealed", "in_force")
    rows = dict(zip(("rules", "normative_documents"), made.documents, strict=True))
    documents = {
        f"proactive.{row}.{name}": text
        for row, values in rows.items()
        for name, text in zip(columns, values, strict=True)
    }
    decisions = zip(("licensing", "penalties", "coercion"), made.decisions, strict=True)
    told = {f"proactive.{row}.decisions": text for row, text in decisions}
    return documents | told | {"proactive.fees.amount": made.fees} | made.truth()


def differing(report: Report, made: Made, *, unsure: bool = False) -> dict[str, tuple[str, object]]:
    """The figures that were not read as they are printed; ``unsure`` ones may be."""
    read = {name: report.figure(name) for name in truth(made)}
    return {
        name: (text, read[name].state, read[name].number)
        for name, text in truth(made).items()
        if read[name].number != true_value(text) and not (unsure and read[name].state is CellState.UNSURE)
    }


def loud(report: Report) -> set[str]:
    """The rules that find an error or a warning in the report."""
    case = Case(today=_DAY, report=report, body=report.body, body_kind=report.body_kind)
    return {found.rule for found in evaluate(case).failures if found.severity in {Severity.ERROR, Severity.WARNING}}


def every(shape: Callable[[list[Row]], str], made: Made) -> list[str]:
    return [shape(two(made)), shape(three(made)), shape(four(made))]


def assert_read(report: Report, made: Made) -> None:
    assert differing(report, made) == {}
    assert loud(report) == set()


@pytest.mark.parametrize("note", ["（含联合发文{n}件）", "（其中修订{n}件）", "（含与他局会签{n}件）"])
def test_a_note_behind_a_number_is_none_of_its_digits(note: str, made: Made):
    made = replace(made, documents=[["0", "0", "0"], [f"12{note.format(n=3)}", "0", f"130{note.format(n=125)}"]])
    assert_read(read(made, *every(cells, made)), made)


@pytest.mark.parametrize("foot", ["- 4 -", "— 4 —", "－4－", "第 4 页 共 9 页", "4/9", "·4·"])
@pytest.mark.parametrize("by", ["", " ", "\n"], ids=["run together", "spaces", "a cell a line"])
def test_a_page_s_number_is_no_cell(by: str, foot: str, made: Made):
    rows = three(made)
    for at in (24, 15, 9):
        rows.insert(at, ([foot], []))
    report = read(made, lines(two(made)), lines(rows, by), lines(four(made)))
    assert differing(report, made, unsure=not by) == {}
    assert loud(report) == set()


def test_a_bare_page_s_number_is_no_cell_or_makes_its_row_unsure(made: Made):
    for at in range(5, 27, 3):
        rows = three(made)
        rows.insert(at, (["6"], []))
        for by in ("", " ", "\n"):
            report = read(made, lines(two(made)), lines(rows, by), lines(four(made)))
            assert differing(report, made, unsure=True) == {}
            assert loud(report) == set()


def test_labels_and_values_in_tables_side_by_side_are_rows(made: Made):
    def beside(rows: list[Row]) -> str:
        labels = html([(labels, []) for labels, _ in rows])
        return f"<div><div>{labels}</div><div>{html([([], values or ['']) for _, values in rows])}</div></div>"

    report = read(made, beside(two(made)), beside(three(made)), html(four(made)), name="a.html")
    assert differing(report, made, unsure=True) == {}
    assert loud(report) == set()


@pytest.mark.parametrize("end", ["|", " |", ""])
def test_a_label_one_character_a_line_is_no_figure(end: str, made: Made):
    standing = [([*("\n".join(text) for text in labels[:-1]), *labels[-1:]], values) for labels, values in three(made)]
    tables = [cells(two(made)), cells(standing), cells(four(made))]
    assert_read(read(made, *(re.sub("$", end, table, flags=re.MULTILINE) for table in tables)), made)


@pytest.mark.parametrize("zero", ["0", "无", "—"])
def test_numbers_amid_a_long_label_are_its_own(zero: str, made: Made):
    def amid(row: Row) -> Iterator[str]:
        labels, values = row
        if len(labels[-1]) < _LONG:
            yield lines([row])
            return
        shown = " ".join(zero if text == "0" else text for text in values)
        half = len(labels[-1]) // 2
        yield from (" ".join([*labels[:-1], labels[-1][:half]]), shown, labels[-1][half:])

    head, rows = three(made)[:3], three(made)[3:]
    table = "\n".join([lines(head), *(line for row in rows for line in amid(row))])
    report = read(made, lines(two(made)), table, lines(four(made)))
    assert differing(report, made) == {}


@pytest.mark.parametrize("width", [4, 7, 11])
@pytest.mark.parametrize("by", [" ", "\t"])
def test_labels_broken_by_line_ends_are_whole_labels(by: str, width: int, made: Made):
    def broken(rows: list[Row]) -> list[Row]:
        return [([piece.sub("\\g<0>\n", text) for text in labels], values) for labels, values in rows]

    piece = re.compile(f".{{{width}}}(?=.)")
    assert_read(read(made, *(lines(broken(rows), by) for rows in (two(made), three(made), four(made)))), made)


@pytest.mark.parametrize("between", ["\n|\n", "\n | \n", "|\n|"])
def test_strokes_on_lines_of_their_own_are_no_text(between: str, made: Made):
    assert_read(read(made, *every(lambda rows: cells(rows, between), made)), made)


@pytest.mark.parametrize("step", [1, 2, 3])
@pytest.mark.parametrize("by", [" ", "\t", " | "])
def test_blank_lines_end_no_table(by: str, step: int, made: Made):
    def spaced(rows: list[Row]) -> str:
        listed = [lines([row], by) for row in rows]
        return "\n\n".join("\n".join(listed[at : at + step]) for at in range(0, len(listed), step))

    assert_read(read(made, *every(spaced, made)), made)


@pytest.mark.parametrize("note", ["注：数据含下属单位2家。", "说明：1件由市政府审理。", "备注：截至2023年12月31日。"])
def test_a_head_of_table_four_may_stand_apart_and_a_note_below(note: str, made: Made):
    head, values = four(made)[:3], [*four(made)[3:], ([note], [])]
    report = read(made, html(two(made)), html(three(made)), html(head) + html(values), name="a.html")
    assert_read(report, made)


@pytest.mark.parametrize("end", ["|", " |", "｜"])
def test_one_cell_a_line_with_a_stroke_behind_is_a_cell(end: str, made: Made):
    assert_read(read(made, *(f"{table.replace(chr(10), end + chr(10))}{end}" for table in every(cells, made))), made)


@pytest.mark.parametrize("column", [0, 1, 4])
def test_a_wrong_total_that_ran_together_fails_truly(column: int):
    made = replace(_SMALL, applications={row: [*values] for row, values in _SMALL.applications.items()})
    made.applications["total"][column] = "9"
    report = read(made, lines(two(made)), "".join(lines(three(made), "").split("\n")), lines(four(made)))
    assert differing(report, made) == {}
    assert {"B01", "B02", "B03"} <= loud(report)


def test_rows_as_lines_above_the_rest_as_a_table_are_one_table(made: Made):
    rows = two(made)
    table = f"{lines([rows[6], rows[9], rows[10], rows[13]])}\n\n{markdown(rows[1:4], 4)}"
    report = read(made, table, markdown(three(made), 9), markdown(four(made), 15), name="年报.md")
    assert_read(report, made)


@pytest.mark.parametrize("size", [2, 3, 5])
@pytest.mark.parametrize("by", [" ", "\t", " | "])
def test_pieces_of_table_three_without_a_head_are_table_three(by: str, size: int, made: Made):
    rows = three(made, head=False)
    pieces = [lines(rows[at : at + size], by) for at in range(0, len(rows), size)]
    assert_read(read(made, lines(two(made)), "\n\n".join(pieces), lines(four(made))), made)


@pytest.mark.parametrize("count", [4, 6, 7])
@pytest.mark.parametrize("by", ["", " ", "\n"])
def test_fewer_than_eight_labels_are_read_and_the_rest_is_missing(by: str, count: int):
    rows = three(_LARGE)[: count + 3]
    report = read(_LARGE, lines(two(_LARGE)), lines(rows, by), lines(four(_LARGE)))
    kept = [*_LARGE.applications][:count]
    shown = {f"applications.{row}.{column}" for row in kept for column in APPLICANT_LABELS}
    lost = {name for name in _LARGE.truth() if name.startswith("applications.")} - shown
    assert differing(report, _LARGE, unsure=True).keys() <= lost
    assert "S09" not in loud(report)
    states = {report.figure(name).state for name in lost}
    assert states <= {CellState.UNSURE} or "B04" in loud(report)


@pytest.mark.parametrize("size", [2, 3, 6])
def test_a_broken_head_of_table_four_leaves_its_numbers(size: int, made: Made):
    pieces = re.findall(f".{{1,{size}}}", cells(four(made)[:3], ""))
    head: list[Row] = [(pieces[at : at + 15], []) for at in range(0, len(pieces), 15)]
    table = markdown([*head, *four(made)[3:]], 15)
    report = read(made, markdown(two(made), 4), markdown(three(made), 9), table, name="年报.md")
    assert differing(report, made, unsure=True) == {}
    assert loud(report) == set()


@pytest.mark.parametrize("by", [" ", "\t", " | ", "\n"])
def test_running_numbers_in_front_are_no_cells(by: str, made: Made):
    rows = [([str(at), *labels], values) for at, (labels, values) in enumerate(three(made)[3:], start=1)]
    assert_read(read(made, lines(two(made)), lines([*three(made)[:3], *rows], by), lines(four(made))), made)


def numbered(rows: Sequence[Row], shown: Callable[[str], str] = str) -> list[Row]:
    """The rows with a running number before the label of each that has values."""
    at = 0
    made: list[Row] = []
    for labels, values in rows:
        at += bool(values)
        made.append(([shown(str(at)), *labels] if values else labels, values))
    return made


@pytest.mark.parametrize("by", [" ", "    ", ", "])
def test_running_numbers_that_ran_into_the_row_before_are_none_of_its_digits(by: str, made: Made):
    tables = [lines(numbered(rows), by).replace("\n", "") for rows in (two(made), three(made))]
    assert_read(read(made, *tables, lines(four(made), by)), made)


@pytest.mark.parametrize("spaced", [" ".join, "\n".join])
def test_running_numbers_whose_digits_stand_apart_are_no_cells(spaced: Callable[[str], str], made: Made):
    report = read(made, *(cells(numbered(rows, spaced)) for rows in (two(made), three(made))), cells(four(made)))
    assert differing(report, made, unsure=True) == {}
    assert loud(report) == set()


def test_a_label_s_number_with_its_point_apart_is_no_digit_of_the_row_before(made: Made):
    rows = [([text.replace(".", " . ") for text in labels], values) for labels, values in three(made)]
    table = lines(rows, ",").replace("\n", "")
    report = read(made, lines(two(made)), table, lines(four(made)))
    assert differing(report, made, unsure=True) == {}
    assert loud(report) == set()


def test_words_for_none_among_digits_that_ran_together_are_cells(made: Made):
    def run(rows: list[Row]) -> str:
        return "\n".join(
            "".join([*labels, *("无" if text == "0" else text for text in values)]) for labels, values in rows
        )

    report = read(made, *every(run, made))
    assert differing(report, made, unsure=True) == {}
    assert loud(report) <= {"A02", "B05", "B06", "C01", "C03"}


@pytest.mark.parametrize("sign", ["无", "/", "—", "——", "-"])
@pytest.mark.parametrize("by", [" ", "\t", " | ", "\n"])
def test_a_sign_for_none_is_a_cell(by: str, sign: str, made: Made):
    def signed(rows: list[Row]) -> str:
        return lines([(labels, [sign if text == "0" else text for text in values]) for labels, values in rows], by)

    report = read(made, *every(signed, made))
    assert differing(report, made, unsure=(by, sign) == (" ", "——")) == {}
    assert loud(report) <= {"A02", "B05", "B06", "C01", "C03"}


@pytest.mark.parametrize("by", [" ", "<br>", "　"])
@pytest.mark.parametrize("numbers", ["1 / 2", "3 / 14", "2 — 2"])
def test_numbers_in_one_cell_are_no_page_s_number(by: str, numbers: str, made: Made):
    made = replace(made, documents=[["0", "0", "0"], numbers.split()])
    rows = [(labels, [by.join(values)] if values else []) for labels, values in two(made)]
    report = read(made, html(rows), html(three(made)), html(four(made)), name="a.html")
    assert differing(report, made) == {}


def test_a_list_of_definitions_is_a_table(made: Made):
    def defined(rows: list[Row]) -> str:
        entries = [f"<dt>{' '.join(labels)}</dt><dd>{'</dd><dd>'.join(values)}</dd>" for labels, values in rows]
        return f"<dl>{''.join(entries)}</dl>"

    assert_read(read(made, *every(defined, made), name="a.html"), made)


@pytest.mark.parametrize("comma", [",", "，", ", "])
def test_commas_may_part_cells(comma: str, made: Made):
    assert_read(read(made, *every(lambda rows: lines(rows, comma), made)), made)


@pytest.mark.parametrize(
    ("links", "between", "end"), [("", "，", ""), ("为", "、", "；"), ("：", "\n", ""), (" ", " ", "")]
)
def test_rows_told_in_words_are_rows(links: str, between: str, end: str, made: Made):
    names = [*APPLICANT_LABELS.values()]
    told = [
        f"{''.join(labels)}：{between.join(f'{n}{links}{v}' for n, v in zip(names, values, strict=True))}{end}"
        for labels, values in three(made, head=False)
    ]
    assert_read(read(made, lines(two(made)), "\n".join(told), lines(four(made))), made)


def test_a_label_above_its_numbers_is_their_label(made: Made):
    def above(rows: list[Row]) -> str:
        return "\n".join(" ".join(part) for row in rows for part in row if part)

    assert_read(read(made, *every(above, made)), made)


@pytest.mark.parametrize("kept", [6, 5, 4])
def test_a_row_of_a_table_may_go_on_behind_its_line_s_end(kept: int, made: Made):
    table = [f"| {' | '.join([*labels, *values])} |" for labels, values in three(made)]
    for at, (labels, values) in list(enumerate(three(made)))[8:20:4]:
        table[at] = f"| {' | '.join([*labels, *values[:kept]])} |\n{' | '.join(values[kept:])} |"
    report = read(made, markdown(two(made), 4), "\n".join(table), markdown(four(made), 15))
    assert differing(report, made, unsure=True) == {}
    assert loud(report) == set()


@pytest.mark.parametrize(
    ("sentence", "in_force"),
    [
        ("", None),
        ("全年制发行政规范性文件3件。", None),
        ("全年制发行政规范性文件3件，现行有效行政规范性文件20件。", 20),
        ("全年制发行政规范性文件31件。", 0),
        ("全年废止行政规范性文件12件。", 0),
        ("全年制发行政规范性文件8件。", None),
    ],
)
def test_the_prose_settles_what_ran_together_where_it_leaves_one_cut(sentence: str, in_force: int | None):
    table = f"{cells(two(_SMALL)[:2], '')}规章000行政规范性文件3120{lines(two(_SMALL)[4:], '')}"
    report = read(_SMALL, table, lines(three(_SMALL)), lines(four(_SMALL)), told=sentence)
    figure = report.figure("proactive.normative_documents.in_force")
    assert (figure.state is CellState.UNSURE, figure.number) == (in_force is None, in_force)
