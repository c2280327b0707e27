"""Workbooks (XLSX, XLS, ET): what their sheets show, as paragraphs and tables."""

from monitor.documents.sheets.reader import read_xls, read_xlsx

__all__ = ["read_xls", "read_xlsx"]
