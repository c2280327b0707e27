"""Workbooks (XLSX, XLS, ET, ODS): what their sheets show, as paragraphs and tables."""

from monitor.documents.sheets.reader import read_ods, read_xls, read_xlsx

__all__ = ["read_ods", "read_xls", "read_xlsx"]
