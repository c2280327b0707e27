"""Documents read as annual reports: forms, sections, tables, figures."""

from typing import Final

READER: Final = 5
"""Version of the readers; a stored reading of an older version is read again."""
