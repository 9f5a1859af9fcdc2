"""What is taken away, and read back?

Tables (`csv_bytes`, `parquet_bytes`), the model (`model_of`, `read_model`), and programs that
repeat an analysis (`script`, `numbers_of`). Programs that people keep import from here and from
`gmm_core` alone.
"""

from gmm_core.exporting.analysis import Analysis, numbers_of
from gmm_core.exporting.model_file import read_model, to_json
from gmm_core.exporting.repeating_script import script
from gmm_core.exporting.saved_estimator import SavedEstimator
from gmm_core.exporting.saved_model import SavedModel, model_of
from gmm_core.exporting.snippet import scikit_learn_snippet
from gmm_core.exporting.tables import csv_bytes, defused, parquet_bytes

__all__ = [
    "Analysis",
    "SavedEstimator",
    "SavedModel",
    "csv_bytes",
    "defused",
    "model_of",
    "numbers_of",
    "parquet_bytes",
    "read_model",
    "scikit_learn_snippet",
    "script",
    "to_json",
]
