"""The diagrams of the textbooks and papers, with their formulas, to the letter."""

from __future__ import annotations

import numpy as np
import pytest

from causalkit.analysis.identify.general import Hedge, NotIdentifiable, identify_distribution

FORMULAS = {
    "nothing confounds": ("x>y", "", "P(y | x)"),
    "no effect": ("y>x", "", "P(y)"),
    "a chain": ("x>a a>b b>y", "", "P(y | x)"),
    "back door (Pearl 1993)": ("c>x c>y x>y", "", "Σ_{c} P(y | x, c) P(c)"),
    "two confounders": ("a>x a>y b>x b>y x>y", "", "Σ_{a, b} P(y | x, a, b) P(a, b)"),
    "a confounder and a mediator": ("c>x c>y x>m m>y", "", "Σ_{c} P(y | x, c) P(c)"),
    "a hidden cause of a confounder": ("u>x u>c c>y x>y", "u", "Σ_{c} P(y | x, c) P(c)"),
    "a back door outside the outcome's causes": (
        "z>x u>z u>y x>y",
        "u",
        "Σ_{z} P(y | x, z) P(z)",
    ),
    "a cause of the outcome alone": ("c>x c>y d>y x>y", "", "Σ_{c} P(y | x, c) P(c)"),
    "an instrument that is not needed": ("z>x c>x c>y x>y", "", "Σ_{c} P(y | x, c) P(c)"),
    "M-bias": ("u>x u>c w>c w>y x>y", "u w", "P(y | x)"),
    "front door (Pearl 1995)": (
        "u>x u>y x>m m>y",
        "u",
        "Σ_{m} P(m | x) Σ_{x'} P(y | x', m) P(x')",
    ),
    "a front door of two in a row": (
        "u>x u>y x>m m>n n>y",
        "u",
        "Σ_{n} P(n | x) Σ_{x'} P(y | x', n) P(x')",
    ),
    "a front door of two abreast": (
        "u>x u>y x>m x>n m>y n>y",
        "u",
        "Σ_{m, n} P(m, n | x) Σ_{x'} P(y | x', m, n) P(x')",
    ),
    "a front door with a confounder": (
        "u>x u>y x>m m>y c>x c>m c>y",
        "u",
        "Σ_{c, m} P(m | x, c) P(c) Σ_{x'} P(y | x', c, m) P(x' | c)",
    ),
    "the napkin (Pearl and Mackenzie 2018)": (
        "w>z z>x x>y u>w u>x v>w v>y",
        "u v",
        "(Σ_{w} P(x, y | w, z) P(w)) / (Σ_{w} P(x | w, z) P(w))",
    ),
}


@pytest.mark.parametrize(("text", "latent", "formula"), FORMULAS.values(), ids=FORMULAS)
def test_formulas_of_one_exposure_and_one_outcome(arrows, text: str, latent: str, formula: str):
    assert identify_distribution(arrows(text, latent), "y", "x").text == formula


def test_two_exposures_in_turn_give_the_g_formula(arrows):
    """Robins (1986): the second dose depends on how the first one went."""
    diagram = arrows("x1>l l>x2 x1>y x2>y u>l u>y", "u")
    found = identify_distribution(diagram, "y", ["x1", "x2"])
    assert found.text == "Σ_{l} P(y | x1, x2, l) P(l | x1)"


def test_two_outcomes_are_asked_about_jointly(arrows):
    diagram = arrows("c>x c>a x>a x>b u>a u>b", "u")
    found = identify_distribution(diagram, ["a", "b"], "x")
    assert str(found) == "P(a, b | do(x)) = Σ_{c} P(a, b | x, c) P(c)"


def test_outcomes_that_have_nothing_in_common_are_added_up_each_on_its_own(arrows):
    diagram = arrows("c>x c>a x>a d>v d>b v>b")
    found = identify_distribution(diagram, ["a", "b"], ["x", "v"])
    assert found.text == "(Σ_{c} P(a | x, c) P(c)) Σ_{d} P(b | v, d) P(d)"


def test_the_constraint_of_verma_and_pearl_holds_a_variable_at_any_value(arrows):
    """Verma and Pearl (1990): the sum does not depend on a, although a is in it."""
    found = identify_distribution(arrows("a>b b>c c>d u>b u>d", "u"), "d", "c")
    assert found.text == "Σ_{b} P(d | c, a, b) P(b | a)"
    assert found.arbitrary == ("a",)


def test_nothing_set_by_hand_is_just_a_probability(arrows):
    diagram = arrows("u>x u>y x>m m>y", "u")
    assert str(identify_distribution(diagram, "y")) == "P(y) = P(y)"
    assert str(identify_distribution(diagram, "y", given="x")) == "P(y | x) = P(y | x)"


CONDITIONAL = {
    "a confounder": ("z>x z>y x>y", "", "P(y | x, z)"),
    "a cause of the outcome that is tied to it": ("z>y u>z u>y x>y z>x", "u", "P(y | x, z)"),
    "a modifier beside a confounder": ("z>y c>x c>y x>y", "", "Σ_{c} P(y | x, c, z) P(c)"),
    "a mediator": ("x>z z>y c>x c>y", "", "Σ_{c} P(y | c, z) P(c)"),
    "a symptom of the front door": (
        "u>x u>y x>m m>y y>z",
        "u",
        (
            "(P(z | y) Σ_{m} P(m | x) Σ_{x'} P(y | x', m) P(x')) / "
            "(Σ_{m, y'} P(z | y') P(m | x) Σ_{x'} P(y' | x', m) P(x'))"
        ),
    ),
}


@pytest.mark.parametrize(("text", "latent", "formula"), CONDITIONAL.values(), ids=CONDITIONAL)
def test_formulas_given_something(arrows, text: str, latent: str, formula: str):
    assert identify_distribution(arrows(text, latent), "y", "x", "z").text == formula


HEDGES = {
    "the bow": ("u>x u>y x>y", "u", Hedge(("x", "y"), ("y",), ("y",), ("x",), ("u",))),
    "the instrument": ("z>x u>x u>y x>y", "u", Hedge(("x", "y"), ("y",), ("y",), ("x",), ("u",))),
    "a confounded mediator": (
        "x>m m>y u>x u>m",
        "u",
        Hedge(("x", "m"), ("m",), ("m",), ("x",), ("u",)),
    ),
    "a front door whose mediator is tied to the outcome": (
        "x>m m>y u>x u>y v>m v>y",
        "u v",
        Hedge(("x", "m", "y"), ("m", "y"), ("y",), ("x",), ("u", "v")),
    ),
    "a tie by way of something else": (
        "w>x x>y u>w u>x v>w v>y",
        "u v",
        Hedge(("w", "x", "y"), ("y",), ("y",), ("x",), ("u", "v")),
    ),
}


@pytest.mark.parametrize(("text", "latent", "hedge"), HEDGES.values(), ids=HEDGES)
def test_diagrams_without_a_formula(arrows, text: str, latent: str, hedge: Hedge):
    with pytest.raises(NotIdentifiable) as caught:
        identify_distribution(arrows(text, latent), "y", "x")
    assert caught.value.hedge == hedge
    assert caught.value.obstacles == hedge.hidden
    assert caught.value.path == ()


def test_the_figure_of_shpitser_and_pearl_has_the_hedge_of_the_paper(arrows):
    """Their figure 4(a): x, w1 and w2 against w1 and w2, for the effect on y1 and y2."""
    diagram = arrows("x>w1 w1>y1 w2>y2 a>x a>w2 b>x b>y2 c>w1 c>w2", "a b c")
    with pytest.raises(NotIdentifiable) as caught:
        identify_distribution(diagram, ["y1", "y2"], "x")
    assert set(caught.value.hedge.larger) == {"x", "w1", "w2"}
    assert set(caught.value.hedge.smaller) == set(caught.value.hedge.roots) == {"w1", "w2"}


def test_the_bow_in_words(arrows):
    with pytest.raises(NotIdentifiable) as caught:
        identify_distribution(arrows("u>x u>y x>y", "u"), "y", "x")
    assert str(caught.value) == (
        "effect of x on y is not identified, and no formula gives it: the hidden u ties x and y "
        "together, so whatever is observed shows them tied, while setting x by hand would leave y "
        "to itself. Two models with this diagram can agree on everything observed and differ in "
        "the effect, and no amount of such data tells which is true. (A hedge: hidden causes hold "
        "together x and y, and also y alone; both sets lead to y, and only the first contains x.)"
    )


def test_two_models_with_the_bow_agree_and_differ(arrows, model_of):
    """In one, y copies the hidden u; in the other, y copies x. Observed, x = y in both."""

    diagram = arrows("u>x u>y x>y", "u")
    models = []
    for listens in (0, 1):
        model = model_of(diagram, np.random.default_rng(0))
        model.chances["u"] = np.array([0.5, 0.5])
        model.chances["x"] = np.eye(2)
        copied = np.eye(2)[:, None, :] if diagram.parents("y")[listens] == "u" else np.eye(2)[None]
        model.chances["y"] = np.broadcast_to(copied, (2, 2, 2))
        models.append(model)
    assert np.allclose(models[0].observed(), models[1].observed())
    effects = [float(m.marginal(["y"], x=1)[1] - m.marginal(["y"], x=0)[1]) for m in models]
    assert sorted(effects) == [0, 1]


def test_equal_diagrams_have_equal_formulas(arrows):
    """In whatever order variables and arrows are listed."""
    text = "u>x u>y x>m m>y c>x c>m c>y w>c"
    one = identify_distribution(arrows(text, "u"), "y", "x")
    other = identify_distribution(arrows(" ".join(reversed(text.split())), "u"), "y", "x")
    assert one == other
