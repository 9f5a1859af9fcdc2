"""A person's own file: what cannot be read, and more rows than are drawn."""

import numpy as np
import pandas as pd
from driver import UPLOAD
from playwright.sync_api import expect
from uploads import TABLES

PENGUINS = TABLES / "penguins.csv"


def test_a_broken_file_says_so_and_the_next_good_one_works(open_kept):
    app = open_kept(UPLOAD)
    app.upload(PENGUINS)
    app.half_step(0).wait_for()
    app.bring({"name": "a picture.csv", "mimeType": "text/csv", "buffer": bytes(range(256))})
    expect(app.error).to_have_count(1)
    expect(app.error).to_contain_text("a picture.csv")
    app.settle()
    expect(app.figures).to_have_count(0)

    app.bring(PENGUINS)  # it has been accepted before
    assert len(app.traces(app.half_step(0))["rows"]["text"]) == 342
    expect(app.error).to_have_count(0)


def test_of_a_hundred_thousand_rows_a_sample_is_drawn_and_the_page_says_so(open_kept, tmp_path):
    rng = np.random.default_rng(0)
    centres = rng.permuted(np.tile([0, 5_000, 10_000], (10, 1)), axis=1).T
    X = rng.normal(centres[rng.integers(3, size=100_000)], 400.0).round().astype(int)
    table = pd.DataFrame(X, columns=[f"feature {j}" for j in range(1, 11)])
    table.to_csv(tmp_path / "large.csv", index=False)

    app = open_kept(UPLOAD)
    app.upload(tmp_path / "large.csv")
    rows = app.traces(app.half_step(0))["rows"]
    assert 1_000 < len(rows["text"]) <= 5_100
    app.main.get_by_text("5,000 of 100,000 rows are drawn").wait_for()
    app.page.keyboard.press("End")
    expect(app.next).to_contain_text("Converged")
