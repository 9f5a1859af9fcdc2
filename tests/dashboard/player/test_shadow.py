"""Of a fit of more than two features it is said that the picture is a shadow."""

from lab import Lab


def shadows(lab: Lab) -> list[str]:
    return [text for text in lab.sentences if text.startswith("A shadow of the fit")]


def test_a_shadow_is_called_one_and_what_is_drawn_can_be_fitted_alone() -> None:
    lab = Lab(x="sepal length", y="petal width")
    (said,) = shadows(lab)
    assert "4 features are fitted, and 2 of them are drawn" in said
    lab.press("fit_these")
    assert lab.value("features") == ["sepal length", "petal width"]
    assert shadows(lab) == []


def test_principal_components_are_directions_of_all() -> None:
    lab = Lab(view="principal")
    assert "2 directions are drawn" in shadows(lab)[0]
    assert not any(button.key == "fit_these" for button in lab.app.button)


def test_two_features_and_one_throw_no_shadow() -> None:
    assert shadows(Lab(data="faithful")) == shadows(Lab(data="galaxies")) == []


def test_units_that_agree_have_equal_scales_and_elsewhere_a_switch() -> None:
    def anchor(lab: Lab) -> object:
        return lab.film["figure"]["layout"]["yaxis"].get("scaleanchor")

    assert anchor(Lab(data="three_blobs")) == anchor(Lab(view="principal")) == "x"
    lab = Lab()
    assert anchor(lab) is None
    lab.choose(equal=True)
    assert anchor(lab) == "x"
    assert lab.link["equal"] == "true"
