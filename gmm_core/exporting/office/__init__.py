"""What do spreadsheet programs and word processors open as their own?

`xlsx_bytes` writes a table as a workbook, `docx_bytes` a report as a Word document.
"""

from gmm_core.exporting.office.word_report import DRAWN_HEIGHT, DRAWN_WIDTH, docx_bytes
from gmm_core.exporting.office.workbook import excess_of_workbook, xlsx_bytes

__all__ = ["DRAWN_HEIGHT", "DRAWN_WIDTH", "docx_bytes", "excess_of_workbook", "xlsx_bytes"]
