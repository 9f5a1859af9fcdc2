"""What does a report hold?

`report` puts sections of text, facts, tables and pictures into one HTML file that needs no network,
`tables_archive` their tables into files of their own.
"""

from gmm_core.exporting.reports.archived_tables import tables_archive
from gmm_core.exporting.reports.html_report import (
    Facts,
    Picture,
    Section,
    Table,
    numbered,
    report,
    text_table,
)
from gmm_core.exporting.reports.sections import data_section, said_of_noise, settings_section

__all__ = [
    "Facts",
    "Picture",
    "Section",
    "Table",
    "data_section",
    "numbered",
    "report",
    "said_of_noise",
    "settings_section",
    "tables_archive",
    "text_table",
]
