"""What does an analysis need to be opened again, elsewhere and later?

`project_bytes` writes one file of the table as it came and all that was chosen; `read_project`
reads it, whatever it holds, and runs nothing of it.
"""

from gmm_core.exporting.projects.container import ENDING, is_project
from gmm_core.exporting.projects.project import Project, TableFile, project_bytes, read_project

__all__ = ["ENDING", "Project", "TableFile", "is_project", "project_bytes", "read_project"]
