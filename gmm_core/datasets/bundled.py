"""Tables that come along: those of scikit-learn, and CSV files described in ``datasets.json``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import pandas as pd
from sklearn.datasets import load_breast_cancer, load_iris, load_wine
from sklearn.utils import Bunch

from gmm_core.datasets.dataset import Dataset

LICENCE = (
    "CC BY 4.0 as listed by the UCI Machine Learning Repository; "
    "this copy ships with scikit-learn (BSD-3-Clause)."
)

FOLDER = Path(__file__).parent / "tables"
# datasets.json also counts rows, bytes and missing values: the tests hold the files to them.
_TAKEN = ("title", "target", "units", "source", "citation", "licence", "note", "suggested_k")


def _frame(bunch: Bunch, columns: list[str], target: str, classes: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame(bunch.data, columns=pd.Index(columns))
    return frame.assign(**{target: [classes[code] for code in bunch.target]})


def iris() -> Dataset:
    """150 flowers of three species, four measurements in cm."""
    bunch = cast(Bunch, load_iris())
    features = ["sepal length", "sepal width", "petal length", "petal width"]
    return Dataset(
        name="iris",
        title="Iris flowers",
        frame=_frame(bunch, features, "species", ["setosa", "versicolor", "virginica"]),
        features=tuple(features),
        target="species",
        units=dict.fromkeys(features, "cm"),
        source="scikit-learn load_iris, the same values as R datasets::iris",
        citation="Fisher, R. A. (1936) The use of multiple measurements in taxonomic problems. "
        "Annals of Eugenics 7, 179-188; data collected by Anderson, E. (1935) The irises of the "
        "Gaspé Peninsula. Bulletin of the American Iris Society 59, 2-5.",
        licence=LICENCE,
        note="3 x 50 flowers. Setosa stands apart; versicolor and virginica overlap.",
        suggested_k=3,
    )


def wine() -> Dataset:
    """178 wines of three cultivars, thirteen measurements."""
    bunch = cast(Bunch, load_wine())
    features = [name.replace("_", " ") for name in bunch.feature_names]
    return Dataset(
        name="wine",
        title="Wines of Piedmont",
        frame=_frame(bunch, features, "cultivar", ["Barolo", "Grignolino", "Barbera"]),
        features=tuple(features),
        target="cultivar",
        units={"alcohol": "% vol"},
        source="scikit-learn load_wine, a copy of Wine in the UCI Machine Learning Repository",
        citation="Forina, M., Armanino, C., Castino, M. & Ubigli, M. (1986) Multivariate data "
        "analysis as a discriminating method of the origin of wines. Vitis 25, 189-201; Aeberhard, "
        "S. & Forina, M. (1991) Wine. UCI Machine Learning Repository, doi:10.24432/C5PC7J.",
        licence=LICENCE,
        note="59 Barolo, 71 Grignolino and 48 Barbera; scikit-learn calls them class_0, class_1 "
        "and class_2. Scales differ by a factor of over a thousand, so standardise before k-means; "
        "units other than that of alcohol are not given.",
        suggested_k=3,
    )


def breast_cancer() -> Dataset:
    """569 samples of breast tissue, thirty measurements of their cell nuclei."""
    bunch = cast(Bunch, load_breast_cancer())
    columns = [str(name) for name in bunch.feature_names]
    return Dataset(
        name="breast_cancer",
        title="Breast cancer (Wisconsin, diagnostic)",
        frame=_frame(bunch, columns, "diagnosis", ["malignant", "benign"]),
        features=tuple(name for name in columns if name.startswith("mean ")),
        target="diagnosis",
        units={},
        source="scikit-learn load_breast_cancer, a copy of Breast Cancer Wisconsin (Diagnostic) in "
        "the UCI Machine Learning Repository",
        citation="Street, W. N., Wolberg, W. H. & Mangasarian, O. L. (1993) Nuclear feature "
        "extraction for breast tumor diagnosis. Proc. SPIE 1905, 861-870; Wolberg, W. H., Street, "
        "W. N. & Mangasarian, O. L. (1995) Breast Cancer Wisconsin (Diagnostic). UCI Machine "
        "Learning Repository, doi:10.24432/C5DW2B.",
        licence=LICENCE,
        note="357 benign, 212 malignant. Ten features of the cell nuclei in an image, each as "
        "mean, standard error and worst value; the ten means are proposed. Radius, perimeter and "
        "area say nearly the same thing. Units are not given.",
        suggested_k=2,
    )


def read(name: str) -> Dataset:
    """Return the shipped table of this name; reads two files."""
    about = json.loads((FOLDER / "datasets.json").read_text(encoding="utf-8"))[name]
    return Dataset(
        name=name,
        frame=pd.read_csv(FOLDER / about["file"], encoding="utf-8"),
        features=tuple(about["features"]),
        **{field: about[field] for field in _TAKEN},
    )
