"""Which of the two forms a report's 表三 follows, where two families ask."""

import re
from typing import Final

from crawler.text import squash
from monitor.reports.model import Report

_THREE_ROWS: Final = re.compile(r"逾期不补正|逾期未按收费|3[.．、]其他$")


def has_single_other_row(report: Report) -> bool:
    """Whether 表三 has the 2019 form's one row （六） in a report of the 2021 form: S11's matter, not B04's."""
    reading = report.tables.get("applications")
    return reading is not None and reading.form == "2019" and not three_rows_anywhere(report)


def three_rows_anywhere(report: Report) -> bool:
    """Whether a row of the 2021 form under （六） stands in the table or in the prose."""
    reading = report.tables["applications"]
    texts = [*reading.labels.values(), *(section.text for section in report.sections)]
    return any(_THREE_ROWS.search(squash(line)) for text in texts for line in text.splitlines())
