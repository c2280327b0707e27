from datetime import date

from monitor.rules.model import Change, Outcome, Severity
from tests.monitor.rules.cases import Cases


def figure_changed(noted=False):
    return (Change("2024-02-01T00:00:00Z", (("applications.new.total", "7", "8"),), noted=noted),)


CASES = Cases(
    *("D10", "Changed after publication", "发布后内容有变动", "info", "practice"),
    fails={
        "text": lambda d: d.published(date(2024, 1, 20), changes=(Change("2024-02-01T00:00:00Z"),)),
        "figure": lambda d: d.published(date(2024, 1, 20), changes=figure_changed()),
    },
    passes={
        "never changed": lambda d: d,
        "noted": lambda d: d.published(date(2024, 1, 20), changes=figure_changed(noted=True)),
    },
    not_assessed={"no history": (Outcome.NOT_EVALUATED, lambda d: d.known(publication=None))},
)


def test_a_changed_figure_is_named_and_louder_than_changed_text(draft, judge):
    text = judge(draft().published(date(2024, 1, 20), changes=(Change("2024-02-01T00:00:00Z"),)), "D10")[0]
    assert text.severity is Severity.INFO
    change = Change("2024-02-01T00:00:00Z", (("applications.new.total", "7", "8"),))
    figure = judge(draft().published(date(2024, 1, 20), changes=(change,)), "D10")[0]
    assert figure.severity is Severity.WARNING
    assert figure.cells == ("applications.new.total",)
    assert "由“7”改为“8”" in figure.message


def test_every_change_is_listed(draft, judge):
    new, total = "applications.new.total", "applications.total.total"
    first = Change("2024-02-01T00:00:00Z", ((new, "7", "8"), (total, "7", "")))
    second = Change("2024-02-09T00:00:00Z", ((new, "8", "9"),))
    finding = judge(draft().published(date(2024, 1, 20), changes=(first, second)), "D10")[0]
    assert "共3处" in finding.message
    for words in ("由“7”改为“8”", "由“7”改为“空白”", "由“8”改为“9”"):
        assert words in finding.message
    assert finding.cells == (new, total)
    assert len(finding.quotes) == 3


def test_many_changed_figures_are_counted(draft, judge):
    names = [name for name in draft().names() if name.startswith("applications.granted")]
    change = Change("2024-02-01T00:00:00Z", tuple((name, "0", "1") for name in names))
    finding = judge(draft().published(date(2024, 1, 20), changes=(change,)), "D10")[0]
    assert "共7处" in finding.message
    assert len(finding.cells) == 7
