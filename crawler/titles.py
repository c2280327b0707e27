"""What a title says: report or stranger, whose, which year."""

from typing import Literal

BodyKind = Literal["government", "office", "department", "township", "subdistrict", "institution"]
"""Who owes a report. ``government``: a people's government from county level up; ``office``: its 办公厅/办公室."""
