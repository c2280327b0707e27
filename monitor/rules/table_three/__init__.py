"""B: 表三, what became of the applications.

Source: 国办公开办函〔2021〕30号. The table's own corner says "第一项加第二项之和，等于第三项加第四项之和";
the sums of its rows and columns follow from its structure.
"""

from typing import Final

PLACE: Final = 40
"""Where the family stands in the catalogue."""
