"""What a finding on a broken sum says beside the sum: the one cell, the double count."""

from monitor.rules.catalogue import evaluate

SUMS = {"B01", "B02", "B03"}


def failing(draft, only=SUMS):
    return {finding.rule: finding for finding in evaluate(draft.case(), only=only).failures}


class TestSingleCell:
    """B08: the one cell whose other value repairs everything is named."""

    def test_a_detail(self, draft):
        found = failing(draft().put("applications.granted.natural_person", 2))
        assert set(found) == {"B02", "B03"}
        for finding in found.values():
            assert "将“（一）予以公开·自然人”由2改为3" in finding.message

    def test_the_total_of_a_row(self, draft):
        found = failing(draft().put("applications.carried_out.total", 2))
        assert set(found) == {"B01", "B03"}
        assert "将“四、结转下年度继续办理·总计”由2改为1" in found["B03"].message

    def test_the_total_of_all(self, draft):
        found = failing(draft().put("applications.total.total", 8))
        assert set(found) == {"B01", "B02", "B03"}
        assert all("将“（七）总计·总计”由8改为7" in finding.message for finding in found.values())

    def test_two_wrong_cells_name_none(self, draft):
        made = draft().put("applications.granted.natural_person", 2).put("applications.new.enterprise", 9)
        assert all("将“" not in finding.message for finding in failing(made).values())

    def test_a_repair_below_zero_is_none(self, draft):
        made = draft().put("applications.granted.total", 2)
        assert "将“（一）予以公开·总计”由2改为4" in failing(made)["B03"].message
        made = draft().put("applications.carried_in.research", 5).put("applications.carried_in.total", 1)
        assert "改为-" not in failing(made)["B03"].message


def test_partly_granted_counted_twice_is_explained(draft):
    """B12: the seed of the form, 区分处理的只计这一情形."""
    made = draft().put("applications.granted.natural_person", 4).put("applications.granted.total", 5)
    found = failing(made)
    assert set(found) == {"B02"}
    assert "重复计数" in found["B02"].message
    assert "将“" not in found["B02"].message


def test_another_difference_is_not_explained_so(draft):
    made = draft().put("applications.granted.natural_person", 5).put("applications.granted.total", 6)
    assert "重复计数" not in failing(made)["B02"].message


def test_a_subtotal_on_the_category_row_is_not_added(draft):
    """A （六） row with figures of its own beside its three rows is not a fourth row (RULES B16)."""
    made = draft().put("applications.other.not_corrected.natural_person", 0).put("applications.other.natural_person", 3)
    assert failing(made, {"B02"}) == {}
