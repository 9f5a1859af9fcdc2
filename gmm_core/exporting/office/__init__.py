"""What do spreadsheet programs and word processors open as their own?

`xlsx_bytes` writes a table as a workbook.
"""

from gmm_core.exporting.office.workbook import excess_of_workbook, xlsx_bytes

__all__ = ["excess_of_workbook", "xlsx_bytes"]
