"""What a person takes away: tables, the model, programs that repeat the work, and a report."""

from gmm_core.exporting.analysis import Analysis
from gmm_core.exporting.model import Model, model_of, read_model, to_json
from gmm_core.exporting.numbers import Numbers, numbers_of
from gmm_core.exporting.report import Facts, Picture, Section, Table, report
from gmm_core.exporting.script import script
from gmm_core.exporting.snippet import scikit_learn_snippet
from gmm_core.exporting.summary import data_section, settings_section
from gmm_core.exporting.tables import Defused, csv_bytes, defused, parquet_bytes

__all__ = [
    "Analysis",
    "Defused",
    "Facts",
    "Model",
    "Numbers",
    "Picture",
    "Section",
    "Table",
    "csv_bytes",
    "data_section",
    "defused",
    "model_of",
    "numbers_of",
    "parquet_bytes",
    "read_model",
    "report",
    "scikit_learn_snippet",
    "script",
    "settings_section",
    "to_json",
]
