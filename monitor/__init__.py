"""Reads, judges and tells: everything that happens to a report after it was captured."""
