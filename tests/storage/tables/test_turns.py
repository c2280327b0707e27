"""Portals that a run left out."""

from datetime import date

from storage.tables import runs, turns


def test_portals_that_were_left_out(scene):
    turns.skip(scene.log, run_id=scene.run, portal_id=scene.portal, why="没有变化", next_on=date(2026, 6, 1))
    later = runs.start(scene.log, "run", scene.clock)
    assert turns.skipped_last(scene.log) == {}
    turns.skip(scene.log, run_id=later, portal_id=scene.portal, why="没有点名巡查", next_on=None)
    runs.start(scene.log, "judge", scene.clock)
    told = turns.Skip(later, scene.portal, "没有点名巡查", None)
    assert turns.skipped_last(scene.log) == turns.skipped_on(scene.log, scene.clock.today) == {scene.portal: told}
    assert turns.skipped_on(scene.log, date(2026, 4, 9)) == {}
