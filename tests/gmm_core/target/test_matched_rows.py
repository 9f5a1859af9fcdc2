import pytest

from gmm_core.target import agreement, compare


def test_agreement_names_the_rows_off_the_matching():
    target, clusters = ["x", "x", "x", "y", "y", None], [0, 0, 1, 1, 1, 0]
    names = [f"r{i}" for i in range(6)]
    sentence = agreement(compare(target, clusters), names)
    assert sentence == (
        "4 of 5 rows with a target (1 without) lie in the cluster matched to their class. "
        "1 does not: row r2."
    )


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (["x", "x", "y", "y"], "3 rows with a cluster (1 of noise: 1 y)"),
        (["x", "x", None, "y"], "2 rows with a target (1 without) and a cluster (1 of noise: 1 y)"),
    ],
)
def test_agreement_says_which_rows_it_is_of(target, said):
    sentence = agreement(compare(target, [0, 0, 1, -1]), list("abcd"))
    assert sentence.startswith(f"All {said} lie in the cluster matched")


def test_agreement_of_all_and_of_many():
    assert agreement(compare(["x", "y"], [1, 0]), ["1", "2"]) == (
        "All 2 rows lie in the cluster matched to their class."
    )
    target = ["x"] * 20 + ["y"] * 10
    clusters = [0] * 20 + [0] * 4 + [1] * 6
    names = [str(i) for i in range(30)]
    assert agreement(compare(target, clusters), names, most=2).endswith(
        "4 do not, such as rows 20, 21 and 22."
    )
