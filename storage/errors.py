"""What can go wrong in keeping: each error's message is one Chinese line that says what and what to do."""


class LogError(Exception):
    """The log cannot be opened, read or written; the message is shown to people as it is."""


class ArchiveError(LogError):
    """Bytes of the archive are missing, damaged or cannot be written."""
