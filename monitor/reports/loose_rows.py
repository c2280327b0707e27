"""Rows of a table out of the words and values of a cluster: which values stand at which label, and how surely.

A value belongs to the label that began last before it, also where it stands
amid that label. What stands between a label and a value and means nothing
makes the value doubtful; what no label claims is left over, and is said.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from monitor.reports.clusters import Cluster, Reader
from monitor.reports.lexicon import Entry, Word
from monitor.reports.loose import LooseRow, LooseTable, Value

Guess = Callable[[str], str | None]
"""The row that a misread label resembles, None where none does."""

_SHORTEST_LABEL: Final = 4
_LAST_OF_OTHERS: Final = ("other.fee_unpaid", "other.not_corrected")
_SEQUENCE: Final = 4
"""So many running numbers in a row make a column of them."""


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
    for event in _events(cluster.words, cluster.values):
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
        self.leads: list[tuple[LooseRow | None, Value]] = []
        """Values that stand before the first word of their line, with the rows that they would else belong to."""

    def word(self, word: Word) -> None:
        """Takes a word."""
        self._take_leads(word)
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
        if self.label is None:
            self.before.append(value)
            return
        row = self.rows[-1]
        column = self.heads[0].name if len(self.heads) == 1 and self.heads[0].kind == "column" else None
        self.heads = []
        if self.reader.unknown(self.label.end, value.at):
            row.doubtful.append(value)
        else:
            row.values.append(value)
            row.columns.append(column)

    def _take_leads(self, word: Word) -> None:
        """Takes back the value that stands before the first word of its line: it may number the row."""
        row = self.rows[-1] if self.rows else None
        holder = self.before if row is None else row.values
        lines = self.reader.tape.lines
        while holder and not holder[-1].text and holder[-1].line == lines[word.start]:
            holder.pop()  # an empty cell before a label is what a merged one left
            if row is not None:
                row.columns.pop()
        if not holder:
            return
        value = holder[-1]
        near = value.line == lines[word.start] and not self.reader.unknown(value.at, word.start)
        first = not value.at or lines[value.at - 1] != value.line
        if near and first and sum(other.line == value.line for other in holder) == 1:
            self.leads.append((row, holder.pop()))
            if row is not None:
                row.columns.pop()

    def _row_name(self, word: Word) -> str | None:
        """The row that the word names here: bare 其他 and 总计 by what stands before them."""
        if word.kind == "row":
            return word.name
        if self.cluster.key != "applications" or word.key is not None or not self.rows or self.heads:
            return None
        row = self.rows[-1]
        full = len(row.values) >= self.widths[row.name] or len(row.columns) == 0 or None in row.columns
        if word.name == "other":
            numbered = self.reader.tape.numbered.get(word.start) == "3"
            return "other.other" if row.name in _LAST_OF_OTHERS and (numbered or full) else None
        tail = row.name.startswith("other") or row.name == "not_processed.confirmation"
        return "total" if tail and full else None

    def _begin(self, name: str, word: Word) -> None:
        tape = self.reader.tape
        label = tape.words[word.start : word.end]
        last = self.rows[-1] if self.rows else None
        self.label, self.heads = word, []
        if last is not None and last.name == name and not last.values and not last.doubtful:
            last.line = tape.lines[word.end - 1]
            return
        self.rows.append(LooseRow(name, label, tape.lines[word.end - 1]))

    def finish(self) -> LooseTable:
        """The rows, without running numbers and without categories that were taken for rows."""
        table = self.table
        self._drop_sequence()
        single = [row for row in self.rows if row.name == "other" and not row.values]
        threes = any(row.name.startswith("other.") for row in self.rows)
        table.rows = [row for row in self.rows if not (threes and any(row is one for one in single))]
        self._settle_leads()
        table.left += len([value for value in self.before if value.text])
        for row in table.rows:
            self._part_doubtful(row)
        table.words = self.reader.tape.words[self.cluster.start : self.cluster.last]
        table.columns = self.labels
        return table

    def _settle_leads(self) -> None:
        """Gives back what numbers no rows: a line that broke off has its last cells at the beginning of the next."""
        if _is_sequence([value for _, value in self.leads]):
            return
        self.table.left += sum(row is None for row, _ in self.leads)
        for row, value in self.leads:
            if row is not None:
                row.values.append(value)
                row.columns.append(None)

    def _drop_sequence(self) -> None:
        """Takes away numbers that run on from row to row, each on the line above its label."""
        firsts = [self.before[-1]] if self.before else []
        lasts = [row.values[-1] for row in self.rows[:-1] if row.values]
        surplus = [row for row in self.rows[:-1] if len(row.values) == self.widths[row.name] + 1]
        if len(surplus) < _SEQUENCE or len(surplus) < len(self.rows) // 2 or not _is_sequence([*firsts, *lasts]):
            return
        self.before = self.before[:-1]
        for row in self.rows[:-1]:
            if row.values:
                row.values.pop()
                row.columns.pop()

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


def _is_sequence(values: Sequence[Value]) -> bool:
    """Whether the values count on by one, give or take a few that a copy lost."""
    numbers = [int(value.text) for value in values if value.text.isdecimal()]
    if not values or len(numbers) < len(values):
        return False
    steps = Counter(after - before for before, after in zip(numbers, numbers[1:], strict=False))
    return numbers[0] in (1, 2) if len(numbers) == 1 else steps[1] >= 0.8 * (len(numbers) - 1)
