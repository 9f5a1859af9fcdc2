"""What can be done from a shell, with files that no browser takes?

``python -m gmm_core fit data.parquet -k 5 --out model.json``, and ``select``, ``predict``,
``sample`` and ``report``: the functions of the package on paths, with progress on stderr and errors
in one sentence.

Examples
--------
>>> main(["fit", "nowhere.parquet", "-k", "2", "--out", "model.json"])
2
"""

from gmm_core.commands.command_line import main

__all__ = ["main"]
