"""Reading a registry grows in proportion to it: counted in steps of the interpreter, not in seconds."""

import sys

import pytest

from crawler.registry.grid import read_csv
from crawler.registry.reading import parse_registry
from crawler.registry.table import read_list, write_table


def text(portals):
    return "".join(
        f'[[portal]]\nname = "某{number}县人民政府"\nhome = "https://www.x{number}.gov.cn/"\n'
        f'[[portal.body]]\nname = "某{number}县财政局"\nkind = "department"\n'
        for number in range(portals)
    )


def steps(work):
    """How many lines and generator turns a call runs through."""
    count = 0

    def trace(frame, event, arg):
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("form", ["toml", "csv"])
def test_four_times_the_portals_take_four_times_the_steps(form):
    def work(portals):
        rows = parse_registry(text(portals), "a.toml").portals
        assert len(rows) == portals
        if form == "csv":
            reading = read_list([read_csv(write_table(rows, ".csv"), "a.csv")], "a.csv")
            assert (len(reading.portals), reading.mistakes) == (portals, [])

    few, many = steps(lambda: work(50)), steps(lambda: work(200))
    assert many < 4.4 * few
