"""What does a report hold?

`report` puts sections of text, facts, tables and pictures into one HTML file that needs no network.
"""

from gmm_core.exporting.reports.html_report import Facts, Picture, Section, Table, report
from gmm_core.exporting.reports.sections import data_section, settings_section

__all__ = [
    "Facts",
    "Picture",
    "Section",
    "Table",
    "data_section",
    "report",
    "settings_section",
]
