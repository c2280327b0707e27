"""S: the six sections and their tables — there, in order, under their headings, of the form in force, not empty.

Source: 《条例》第五十条 and 国办公开办函〔2021〕30号 ("不能遗漏，也不宜泛化"), which replaced
国办公开办函〔2019〕60号 from report year 2021.
"""

from typing import Final

PLACE: Final = 10
"""Where the family stands in the catalogue."""
