import pytest

from monitor.rules.model import Severity


def test_severities_are_ordered_from_the_mildest_to_the_gravest():
    info, warning, error = Severity.INFO, Severity.WARNING, Severity.ERROR
    assert list(Severity) == sorted([error, info, warning]) == [info, warning, error]
    assert max(info, error, warning) is error
    assert error > warning > info
    assert info <= Severity("info") < warning <= error
    assert error >= Severity("error") >= info


def test_a_severity_is_compared_with_the_log_s_word():
    assert Severity.ERROR > "warning"
    with pytest.raises(ValueError, match="fatal"):
        assert Severity.ERROR > "fatal"


def test_one_level_milder():
    assert [severity.milder for severity in Severity] == [Severity.INFO, Severity.INFO, Severity.WARNING]
