"""Runs, from start to finish or to their being killed."""

from datetime import date

from storage.clock import Clock
from storage.tables import runs


def test_a_run_from_start_to_finish(log, clock):
    run = runs.start(log, "run", clock)
    assert runs.get(log, run).outcome == "running"
    runs.finish(log, run, "partial", {"新版本": 3}, clock)
    row = runs.latest(log)
    assert (row.kind, row.day, row.outcome, row.detail) == ("run", date(2026, 4, 8), "partial", {"新版本": 3})
    assert row.finished_at.startswith("2026-04-0")


def test_a_run_that_was_left_running_was_killed(log, clock):
    left = runs.start(log, "run", clock)
    (log.archive.root / ".incoming").mkdir(parents=True)
    (log.archive.root / ".incoming" / "half.part").write_bytes(b"half")
    runs.start(log, "judge", clock)
    assert runs.get(log, left).outcome == "killed"
    assert not list(log.archive.root.rglob("*.part"))


def test_the_latest_run_of_a_kind(log, clock):
    first = runs.start(log, "run", clock)
    runs.finish(log, first, "completed", {}, clock)
    second = runs.start(log, "judge", clock)
    assert runs.latest(log).id == second
    assert runs.latest(log, "run").id == first
    assert runs.latest(log, "crawl") is None
    assert runs.get(log, 99) is None


def test_runs_by_their_day(scene):
    runs.finish(scene.log, scene.run, "completed", {}, scene.clock)
    runs.start(scene.log, "judge", Clock(date(2026, 4, 9)))
    assert [run.id for run in runs.of_day(scene.log, date(2026, 4, 8))] == [scene.run]
    assert runs.days_done(scene.log) == {date(2026, 4, 8)}
