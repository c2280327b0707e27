"""D: published on time, still there, and unchanged.

Source: 《条例》第四十九条 (days in :mod:`monitor.law.deadlines`), 第六条, 第四十七条, 第五十三条;
国办公开办函〔2021〕30号 "不按时发布".
Lateness is asserted only with proof: a date in an address proves nothing, and the day of our first
sight proves lateness only where we had looked before and could see.
"""

from typing import Final

PLACE: Final = 20
"""Where the family stands in the catalogue."""
