from gmm_core.wording import counted


def test_counts_agree_with_their_noun():
    assert [counted(n, "row") for n in (0, 1, 2, 12345)] == [
        "no rows",
        "1 row",
        "2 rows",
        "12,345 rows",
    ]
