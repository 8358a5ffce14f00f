"""dowhy's refuters behind the guard: by hand where they can be, seeded, silent, harmless."""

from __future__ import annotations

import logging
import random
import subprocess
import sys
import warnings

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from scipy.stats import norm

from causalkit.analysis import second_opinion
from causalkit.analysis.second_opinion import REFUTERS, refutations
from causalkit.errors import EstimationError, NotIdentified
from causalkit.graph import Diagram, Question

DIAGRAM = Diagram.of(
    [
        ("pain", "kratom"),
        ("pain", "phq9"),
        ("region", "kratom"),
        ("region", "phq9"),
        ("kratom", "phq9"),
    ]
)
ASKED = Question.of("kratom", "phq9")


def survey(n: int = 200, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    pain, region = rng.normal(size=n), rng.choice(["north", "south", "west"], n)
    kratom = rng.random(n) < 0.3 + 0.3 * (pain > 0) + 0.2 * (region == "south")
    phq9 = 5 + 2 * pain + 2 * (region == "west") - kratom + rng.normal(size=n)
    return pd.DataFrame({"pain": pain, "region": region, "kratom": kratom, "phq9": phq9})


def effects(refuter: str, data: pd.DataFrame | None = None, **options: object) -> np.ndarray:
    data = survey() if data is None else data
    options = {"simulations": 20, **options}
    (found,) = refutations(data, DIAGRAM, ASKED, refuters=(refuter,), **options)
    return found.effects


def test_a_placebo_has_no_effect_and_the_spread_of_chance():
    found = effects("placebo treatment", simulations=40)
    fitted = smf.ols("phq9 ~ kratom + pain + C(region)", survey()).fit()
    assert abs(found.mean()) < 3 * found.std() / np.sqrt(40)
    assert found.std() == pytest.approx(fitted.bse["kratom[T.True]"], rel=0.4)


def test_a_random_common_cause_moves_next_to_nothing():
    estimate = second_opinion.regression(survey(), DIAGRAM, ASKED)
    found = effects("random common cause")
    assert abs(found - estimate.value).max() < estimate.standard_error / 2


def test_subsets_are_four_fifths_and_never_the_same_twice():
    """With a number for a seed dowhy takes the same subset every time."""
    frame = survey(50)
    found = effects("data subset", frame, simulations=3, seed=4)
    assert len(set(found)) == 3
    for number, effect in enumerate(found):
        sequence = np.random.SeedSequence([4, REFUTERS.index("data subset"), number])
        state = np.random.RandomState(int(sequence.generate_state(2)[0]))
        part = frame.sample(frac=0.8, random_state=state)
        fitted = smf.ols("phq9 ~ kratom + pain + C(region)", part).fit()
        assert effect == pytest.approx(fitted.params["kratom[T.True]"])


def test_the_bootstrap_is_about_as_wide_as_the_interval():
    estimate = second_opinion.regression(survey(), DIAGRAM, ASKED)
    found = effects("bootstrap", simulations=40)
    assert found.std() == pytest.approx(estimate.standard_error, rel=0.4)
    assert abs(found.mean() - estimate.value) < estimate.standard_error


def test_covariates_that_are_labels_only_do_not_stop_the_bootstrap():
    diagram = DIAGRAM.restricted_to(["region", "kratom", "phq9"])
    (found,) = refutations(survey(), diagram, ASKED, refuters=("bootstrap",), simulations=3)
    assert np.isfinite(found.effects).all()


def test_p_values_are_of_both_tails():
    few = refutations(survey(), DIAGRAM, ASKED, refuters=("data subset",), simulations=15)[0]
    z = (few.estimate - few.effects.mean()) / few.effects.std()
    assert few.p_value == pytest.approx(2 * norm.sf(abs(z)))
    many = refutations(
        survey(60), DIAGRAM, ASKED, refuters=("placebo treatment",), simulations=100
    )[0]
    above = np.mean(many.effects > 0)
    assert many.expected == 0
    assert many.p_value == pytest.approx(2 * min(above, 1 - above))


def test_everything_follows_from_the_seed_whatever_else_is_asked():
    every = refutations(survey(), DIAGRAM, ASKED, simulations=3, seed=5)
    assert tuple(each.refuter for each in every) == REFUTERS
    random.seed(1)
    for each in every:
        alone = effects(each.refuter, simulations=3, seed=5)
        assert alone.tolist() == each.effects.tolist()
        assert effects(each.refuter, simulations=3, seed=6).tolist() != alone.tolist()


def test_progress_is_told():
    told = []
    refutations(
        survey(), DIAGRAM, ASKED, refuters=("data subset", "bootstrap"), simulations=2,
        progress=lambda done, of: told.append((done, of)),
    )  # fmt: skip
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_nothing_is_printed_logged_warned_or_changed(capfd, caplog):
    frame = survey()
    before = frame.copy(deep=True)
    with warnings.catch_warnings(), caplog.at_level(logging.DEBUG):
        warnings.simplefilter("error")
        refutations(frame, DIAGRAM, ASKED, simulations=2)
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []
    pd.testing.assert_frame_equal(frame, before)


def test_the_state_of_the_interpreter_stays_as_it_was():
    """In a fresh interpreter, because importing dowhy is what changes things."""
    program = """
import sys, warnings, logging, random
import numpy as np, pandas as pd
from causalkit.analysis.second_opinion import refutations
from causalkit.graph import Diagram, Question
assert "dowhy" not in sys.modules
def state():
    numbers = random.getstate(), np.random.get_state()[1].tolist(), np.random.get_state()[2]
    return numbers, sys.displayhook, list(warnings.filters), logging.root.manager.disable
frame = pd.DataFrame({"c": np.arange(60) % 5 / 2, "x": [0, 1] * 30, "y": np.arange(60) % 7})
diagram = Diagram.of([("c", "x"), ("c", "y"), ("x", "y")])
before = state()
refutations(frame, diagram, Question.of("x", "y"), simulations=2)
assert "dowhy" in sys.modules
assert before == state()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout == done.stderr == ""


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"refuters": ()}, "name at least one refuter"),
        ({"refuters": ("dummy outcome",)}, 'no refuter "dummy outcome"; there are "placebo'),
        ({"simulations": 1}, "at least two simulations, not 1"),
    ],
)
def test_options_are_checked(options: dict, message: str):
    with pytest.raises(EstimationError, match=message):
        refutations(survey(), DIAGRAM, ASKED, **options)


@pytest.mark.parametrize("name", ["placebo", "w_random", "-pain"])
def test_names_that_dowhy_takes_for_its_own_are_refused(name: str):
    diagram = Diagram.of([(name, "kratom"), (name, "phq9"), ("kratom", "phq9")])
    with pytest.raises(EstimationError, match=f'"{name}" from names of its own; rename'):
        refutations(survey().rename(columns={"pain": name}), diagram, ASKED)


def test_what_is_not_identified_or_not_a_difference_is_refused():
    hidden = Diagram.of([("u", "kratom"), ("u", "phq9"), ("kratom", "phq9")], latent=["u"])
    with pytest.raises(NotIdentified, match="u is hidden"):
        refutations(survey(), hidden, ASKED)
    ratio = Question.of("kratom", "phq9", scale="ratio")
    with pytest.raises(EstimationError, match="a difference, not a ratio"):
        refutations(survey(), DIAGRAM, ratio)
