"""Cut the merge trees from the full reference results: `python extract_hc.py FOLDER`."""

import json
import sys
from pathlib import Path

SETS = ("iris", "faithful", "diabetes_rm", "galaxies")


def default_tree(full):
    """The tree from which mclust starts EM; in one dimension its quantile bins."""
    if "qclass" in full:
        return {"partitions": full["qclass"]}
    tree = next(tree for tree in full["trees"] if tree.get("default"))
    return {
        "merges": tree["merge"],
        "partitions": tree["partitions"],
        "coordinates_first5": tree["transformed_first5"],
    }


def main(folder):
    for name in SETS:
        full = json.loads((folder / f"{name}_hc.json").read_text())
        text = json.dumps({"engine": full["engine"]} | default_tree(full), separators=(",", ":"))
        (Path(__file__).parent / f"{name}_hc.json").write_text(text + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
