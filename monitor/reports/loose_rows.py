"""Rows of a table out of the words and values of a cluster: which values stand at which label, and how surely.

A value belongs to the label that began last before it, also where it stands
amid that label. What stands between a label and a value and means nothing
makes the value doubtful; what no label claims is left over, and is said.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, islice
from typing import Final, Literal

from monitor.reports.clusters import Cluster, Reader
from monitor.reports.lexicon import Entry, Word
from monitor.reports.loose import LooseRow, LooseTable, Value

_Tail = Literal["whole", "parted", "glued", ""]

Guess = Callable[[str], str | None]
"""The row that a misread label resembles, None where none does."""

_SHORTEST_LABEL: Final = 4
_LAST_OF_OTHERS: Final = ("other.fee_unpaid", "other.not_corrected")
_LONGEST_NUMBER: Final = 3
"""Digits of a running number."""
_SEQUENCE: Final = 4
_MOST_OF: Final = 0.6
"""So many running numbers, of so large a share of the rows, make a column of them."""


def loose_table(reader: Reader, cluster: Cluster, widths: Mapping[str, int], guess: Guess) -> LooseTable:
    """The rows of a cluster; ``widths`` says how many cells a row has, ``guess`` knows misread labels."""
    builder = _Builder(reader, cluster, widths)
    for event in _events(_with_guesses(reader, cluster, guess), cluster.values):
        if isinstance(event, Value):
            builder.value(event)
        else:
            builder.word(event)
    return builder.finish()


def _with_guesses(reader: Reader, cluster: Cluster, guess: Guess) -> list[Word]:
    """The cluster's words, and rows whose labels nothing but ``guess`` knows."""
    known = {word.name for word in cluster.words if word.kind == "row"}
    found: list[Word] = []
    ends = [*(word.start for word in cluster.words[1:]), cluster.last]
    for word, after in zip(cluster.words, ends, strict=True):
        found.append(word)
        for start, end in reader.unknown_texts(word.end, after):
            text = reader.tape.words[start:end]
            name = guess(text) if end - start >= _SHORTEST_LABEL else None
            if name is not None and name not in known:
                known.add(name)
                found.append(Word(Entry("row", cluster.key, name, (text,)), start, end))
    return found


def _events(words: Sequence[Word], values: Sequence[Value]) -> Iterator[Word | Value]:
    """Words and values in the order they stand; a value amid a word comes behind it."""
    left = list(reversed(values))
    for word in words:
        while left and left[-1].at <= word.start:
            yield left.pop()
        yield word
    yield from reversed(left)


def remedy_row(reader: Reader, cluster: Cluster) -> LooseRow:
    """The one row of 表四: its values in order, with the cell that each names where every one does."""
    row = LooseRow("values", "", reader.tape.lines[cluster.last - 1])
    group, heads = "", list[Word]()
    named_lines = {reader.tape.lines[word.start] for word in cluster.words}
    values = [value for value in cluster.values if value.text or value.line not in named_lines]
    for event in _events(cluster.words, values):
        if isinstance(event, Value):
            named = heads[0].name if len(heads) == 1 and heads[0].kind == "column" else None
            row.values.append(event)
            row.columns.append(f"{group}.{named}" if named and group else None)
            heads = []
        elif event.kind == "category":
            group = event.name
        else:
            heads.append(event)
    if None in row.columns:
        row.columns = [None] * len(row.values)
        amid = [value for value in row.values if value.at < cluster.last and not value.alone]
        row.doubtful = amid
    return row


class _Builder:
    """Takes words and values in turn and makes rows of them."""

    def __init__(self, reader: Reader, cluster: Cluster, widths: Mapping[str, int]) -> None:
        self.reader, self.cluster, self.widths = reader, cluster, widths
        self.table = LooseTable(cluster.key)
        self.rows: list[LooseRow] = []
        self.before: list[Value] = []
        """Values that stand before the first label."""
        self.label: Word | None = None
        self.heads: list[Word] = []
        """Names of columns since the last value or row."""
        self.labels: dict[str, str] = {}
        self.unclear = 0
        """Labels without values that something without meaning stands behind."""

    def word(self, word: Word) -> None:
        """Takes a word."""
        self._drop_blanks(word)
        name = self._row_name(word)
        if name is not None:
            self._begin(name, word)
        elif word.kind == "column":
            self.heads.append(word)
            self.labels.setdefault(word.name, self.reader.tape.words[word.start : word.end])
        elif word.kind == "head":
            self.heads.append(word)

    def value(self, value: Value) -> None:
        """Takes a value."""
        lines = self.reader.tape.lines
        if not value.text and (not value.at or lines[value.at - 1] != value.line):
            return  # an empty cell at the head of a line is what a merged one left
        if self.label is None:
            self.before.append(value)
            return
        row = self.rows[-1]
        column = self.heads[0].name if len(self.heads) == 1 and self.heads[0].kind == "column" else None
        self.heads = []
        if value.of_text or self.reader.unknown(self.label.end, value.at):
            row.doubtful.append(value)
        else:
            row.values.append(value)
            row.columns.append(column)

    def _drop_blanks(self, word: Word) -> None:
        """Drops empty cells that stand before a label on its line: what merged ones left."""
        row = self.rows[-1] if self.rows else None
        holder = self.before if row is None else row.values
        line = self.reader.tape.lines[word.start]
        while holder and not holder[-1].text and holder[-1].line == line:
            holder.pop()
            if row is not None:
                row.columns.pop()

    def _row_name(self, word: Word) -> str | None:
        """The row that the word names here: bare 其他 and 总计 by what stands before them."""
        if word.kind == "row":
            return word.name
        if self.cluster.key != "applications" or word.key is not None or not self.rows:
            return None
        row = self.rows[-1]
        numbered = word.name == "other" and self.reader.tape.numbered.get(word.start) == "3"
        if numbered and row.name in _LAST_OF_OTHERS:
            return "other.other"
        if self.heads and all(head.name != word.name for head in self.heads):
            return None  # the head names every column once
        full = len(row.values) >= self.widths[row.name] or len(row.columns) == 0 or None in row.columns
        if word.name == "other":
            return "other.other" if row.name in _LAST_OF_OTHERS and full else None
        tail = row.name.startswith("other") or row.name == "not_processed.confirmation"
        return "total" if tail and full else None

    def _begin(self, name: str, word: Word) -> None:
        tape = self.reader.tape
        self._end_row(word.start)
        label = tape.words[word.start : word.end]
        last = self.rows[-1] if self.rows else None
        self.label, self.heads = word, []
        if last is not None and last.name == name and not last.values and not last.doubtful:
            last.line = tape.lines[word.end - 1]
            return
        self.rows.append(LooseRow(name, label, tape.lines[word.end - 1]))

    def _end_row(self, at: int) -> None:
        """Counts the row that ends there where its values may be what means nothing."""
        if self.label is not None and not self.rows[-1].values:
            self.unclear += bool(self.reader.unknown(self.label.end, at))

    def finish(self) -> LooseTable:
        """The rows, without running numbers and without categories that were taken for rows."""
        table, tape = self.table, self.reader.tape
        if self.label is not None and self.label.end < len(tape.words):
            same = tape.lines[self.label.end] == tape.lines[self.label.end - 1]
            self._end_row(self.label.end + same)
        threes = any(row.name.startswith("other.") for row in self.rows)
        self.rows = [row for row in self.rows if not (threes and row.name == "other" and not row.values)]
        self._drop_numbers()
        table.rows = self.rows
        self._spread()
        self._shift()
        table.left += len([value for value in self.before if value.text and not value.of_text])
        for row in table.rows:
            self._part_doubtful(row)
        table.left += self.unclear
        table.words = self.reader.tape.words[self.cluster.start : self.cluster.last]
        table.columns = self.labels
        return table

    def _spread(self) -> None:
        """Gives every row its values where all labels stand first and all values behind them, as many as cells."""
        *empty, last = self.rows or [LooseRow("", "")]
        if not empty or last.doubtful or any(row.values or row.doubtful for row in empty):
            return
        values = [value for value in last.values if not value.foot]
        widths = [self.widths[row.name] for row in self.rows]
        by_line = [len(list(group)) for _, group in groupby(values, key=lambda value: value.line)]
        if by_line != widths and (self.cluster.key == "proactive" or len(values) != sum(widths)):
            return
        left = iter(values)
        for row, width in zip(self.rows, widths, strict=True):
            row.values = list(islice(left, width))
            row.columns = [None] * width
            row.apart = True

    def _shift(self) -> None:
        """Where values stand before the first label and none behind the last, labels may stand below their values."""
        before = [value for value in self.before if value.text and not value.of_text and not value.foot]
        if not before or not self.rows or self.rows[-1].values or self.rows[-1].doubtful:
            return
        self.before = [value for value in self.before if value.of_text]
        held = [before, *(row.values for row in self.rows[:-1])]
        for row, values in zip(self.rows, held, strict=True):
            row.values, row.columns, row.apart = values, [None] * len(values), True
            if self.cluster.key == "proactive":
                row.doubtful, row.values, row.columns = values, [], []

    def _drop_numbers(self) -> None:
        """Drops running numbers of rows, before a label or run into the value before it, where most rows have theirs.

        Where they were seen to begin and do not go on, what may be one makes its row doubtful.
        """
        first = self._first_number()
        if first is None:
            return
        numbered = [(row, str(first + at)) for at, row in enumerate(self.rows[:-1], start=1)]
        leads = [value for value in self.before[-1:] if value.text == str(first)]
        # Where every row ends with the next number it is one, also in the place of the row's only cell.
        unbroken = len(numbered) >= _SEQUENCE and all(_ends_with(row, number) for row, number in numbered)
        tails: list[_Tail] = ["whole" if leads and unbroken else self._tail(row, number) for row, number in numbered]
        count = len(tails) - tails.count("") + len(leads)
        if count >= max(_SEQUENCE, _MOST_OF * len(self.rows)) or 1 < count == len(self.rows):
            del self.before[len(self.before) - len(leads) :]
            for (row, number), tail in zip(numbered, tails, strict=True):
                _take_number(row, number, tail, glued="glued" in tails)
        elif leads and leads[0].word_behind:
            for (row, _), tail in zip(numbered, tails, strict=True):
                if tail or len(row.values) > self.widths[row.name]:
                    _doubt(row)
        elif leads and sum(_ends_with(row, number) for row, number in numbered) > 1:
            for row, number in numbered:
                if _ends_with(row, number):
                    _doubt(row)

    def _first_number(self) -> int | None:
        """The running number of the first row: what stands before its label, or what those of others count back to."""
        if self.before and _is_number(self.before[-1].text):
            return int(self.before[-1].text)
        lasts = [(at, row, row.values[-1]) for at, row in enumerate(self.rows[:-1], start=1) if row.values]
        firsts = Counter(
            int(last.text) - at for at, row, last in lasts if _is_number(last.text) and self._is_surplus(row, last)
        )
        return firsts.most_common(1)[0][0] if firsts else None

    def _tail(self, row: LooseRow, number: str) -> _Tail:
        """How the running number of the next row stands at the end of a row's values; empty where it does not."""
        if not row.values:
            return ""
        last, width = row.values[-1], self.widths[row.name]
        if last.text == number and self._is_surplus(row, last):
            return "whole"
        ends = "".join(value.text for value in row.values[-len(number) :])
        if len(number) > 1 and ends == number and len(row.values) == width + len(number):
            return "parted"
        # A row may have all its cells, or stand in one run of digits that is cut later.
        glued = len(row.values) in (1, width) and last.text.endswith(number) and last.text != number
        return "glued" if glued and (last.word_behind or self._goes_on(last)) else ""

    def _goes_on(self, value: Value) -> bool:
        """Whether words stand behind a value on its line."""
        return self.reader.tape.lines[value.at : value.at + 1] == [value.line]

    def _is_surplus(self, row: LooseRow, value: Value) -> bool:
        """Whether the last value of a row may be the number of the next: one too many, or at the head of its line.

        All cells may stand before it in one run of digits.
        """
        lines = self.reader.tape.lines
        heads = (not value.at or lines[value.at - 1] != value.line) and lines[value.at : value.at + 1] == [value.line]
        others = any(other.line == value.line for other in row.values[:-1])
        width = self.widths[row.name]
        return len(row.values) in {2, width + 1} - {width} or (heads and not others)

    def _part_doubtful(self, row: LooseRow) -> None:
        """Where a row has all its cells, what stands behind words of no row is a row of its own or left over."""
        if not row.doubtful:
            return
        width = self.widths[row.name]
        if len(row.values) < width:
            self.table.left += len(row.doubtful)
            return
        spans = self._unknown_behind(row)
        if len(row.doubtful) == width and len(spans) == 1:
            self.table.extra.append(self.reader.tape.words[spans[0][0] : spans[0][1]])
        else:
            self.table.left += len(row.doubtful)
        row.doubtful = []

    def _unknown_behind(self, row: LooseRow) -> list[tuple[int, int]]:
        first, last = row.values[-1].at, row.doubtful[-1].at
        return list(self.reader.unknown_texts(first, last))


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= _LONGEST_NUMBER


def _ends_with(row: LooseRow, number: str) -> bool:
    return bool(row.values) and row.values[-1].text == number


def _take_number(row: LooseRow, number: str, tail: _Tail, *, glued: bool) -> None:
    """Takes a running number from the end of a row; ``glued``: others ran in, so that a row without one is doubtful."""
    if tail == "glued":
        row.values[-1] = replace(row.values[-1], text=row.values[-1].text.removesuffix(number))
    elif tail:
        taken = 1 if tail == "whole" else len(number)
        del row.values[-taken:], row.columns[-taken:]
    elif glued:
        _doubt(row)


def _doubt(row: LooseRow) -> None:
    row.doubtful += row.values
    row.values, row.columns = [], []
