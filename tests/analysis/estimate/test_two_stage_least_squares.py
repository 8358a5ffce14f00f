"""Two-stage least squares beside linearmodels, statsmodels, a published table and the truth."""

from __future__ import annotations

import warnings
from functools import partial

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from linearmodels.datasets import card
from linearmodels.iv import IV2SLS, IVGMM, IVLIML
from replications import performance
from scipy.stats import chi2
from statsmodels.sandbox.regression.gmm import IV2SLS as SANDBOX

from causalkit.analysis.estimate import regression
from causalkit.analysis.estimate.instruments.confidence_set import confidence_set
from causalkit.analysis.estimate.instruments.reduced_form import reduced_form
from causalkit.analysis.estimate.instruments.variables import Variables
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.estimate.two_stage_least_squares import two_stage_least_squares
from causalkit.analysis.identify import Backdoor, instrumental_variables
from causalkit.analysis.identify.instruments.instruments import Instrument
from causalkit.errors import EstimationError
from causalkit.graph import Diagram, Question

ASKED = Question.of("kratom", "phq9")
PRICE, RULE = Instrument("price", ("income",), ASKED), Instrument("rule", ("age",), ASKED)
EFFECT = -1.5


def market(
    rng: np.random.Generator, n: int = 600, push: float = 0.8, direct: float = 0.0
) -> pd.DataFrame:
    """Pain, which nobody measured, drives use and depression; so do income and age.

    The price is an instrument given income; direct is what it does to depression by itself.
    """
    pain, income, age = rng.normal(size=(3, n))
    price, rule = 0.5 * income + rng.normal(size=n), (rng.random(n) < 0.5).astype(float)
    kratom = push * price + 0.6 * rule + pain + 0.3 * age - 0.3 * income + rng.normal(size=n)
    noise = rng.normal(size=n) * (1 + 0.5 * np.abs(price))
    phq9 = 8 + EFFECT * kratom + 2 * pain + income + 0.4 * age + direct * price + noise
    columns = {"income": income, "age": age, "price": price, "rule": rule, "kratom": kratom}
    return pd.DataFrame(columns).assign(phq9=phq9, village=rng.integers(0, 40, n))


def nearly_unmoved(rng: np.random.Generator) -> pd.DataFrame:
    """Instruments that hardly matter beside pain, which decides use and depression."""
    pain, income, age, price, rule = rng.normal(size=(5, 200))
    kratom = 0.08 * price + 0.08 * rule + pain + 0.1 * rng.normal(size=200)
    phq9 = EFFECT * kratom + 3 * pain + rng.normal(size=200)
    columns = {"income": income, "age": age, "price": price, "rule": rule}
    return pd.DataFrame(columns).assign(kratom=kratom, phq9=phq9)


def sides(frame: pd.DataFrame, given: list[str], instruments: list[str]) -> tuple:
    return frame.phq9, sm.add_constant(frame[given]), frame[["kratom"]], frame[instruments]


class TestCard:
    """Schooling and wages, with growing up near a college as the instrument.

    Card (1995), Using geographic variation in college proximity to estimate the return to
    schooling; the digits are those of Wooldridge (2010), Econometric analysis of cross
    section and panel data, example 5.4 and problem 5.4, and of Wooldridge (2019),
    Introductory econometrics, examples 15.4 and 15.8.
    """

    REGIONS = tuple(f"reg66{i}" for i in range(2, 10))
    GIVEN = ("exper", "expersq", "black", "smsa", "south", "smsa66", *REGIONS)
    ASKED = Question.of("educ", "lwage", treated=13, reference=12)
    NEAR_FOUR = Instrument("nearc4", GIVEN, ASKED)
    NEAR_TWO = Instrument("nearc2", GIVEN, ASKED)

    def test_the_published_return_to_education(self):
        found = two_stage_least_squares(card.load(), self.NEAR_FOUR, covariance="homoskedastic")
        assert (round(found.value, 4), round(found.standard_error, 4)) == (0.1315, 0.0550)
        assert found.n == 3010
        # The t statistic of nearc4 in the first stage is published as 3.64.
        assert round(np.sqrt(found.figures["first-stage F"]), 2) == 3.64

    def test_the_published_return_with_two_instruments(self):
        both = (self.NEAR_FOUR, self.NEAR_TWO)
        found = two_stage_least_squares(card.load(), both, covariance="homoskedastic")
        assert (round(found.value, 3), round(found.standard_error, 3)) == (0.157, 0.053)

    def test_the_anderson_rubin_interval_is_wider_than_the_usual(self):
        usual = two_stage_least_squares(card.load(), self.NEAR_FOUR)
        valid = two_stage_least_squares(card.load(), self.NEAR_FOUR, interval="anderson-rubin")
        assert valid.value == usual.value
        assert valid.low < valid.value < valid.high
        assert valid.high - valid.low > usual.high - usual.low
        assert "Lee et al. 2022" in usual.notes[-1]


class TestOtherImplementations:
    @pytest.mark.parametrize("covariance", ["robust", "homoskedastic"])
    @pytest.mark.parametrize(("method", "model"), [("2SLS", IV2SLS), ("LIML", IVLIML)])
    def test_linearmodels(self, method, model, covariance):
        frame = market(np.random.default_rng(1))
        theirs = model(*sides(frame, ["age", "income"], ["price", "rule"])).fit(
            cov_type={"robust": "robust", "homoskedastic": "unadjusted"}[covariance], debiased=True
        )
        found = two_stage_least_squares(frame, (PRICE, RULE), method=method, covariance=covariance)
        assert found.value == pytest.approx(theirs.params["kratom"], rel=1e-9)
        assert found.standard_error == pytest.approx(theirs.std_errors["kratom"], rel=1e-9)
        assert found.adjustment == ("age", "income")

    def test_linearmodels_gmm(self):
        frame = market(np.random.default_rng(2))
        model = IVGMM(*sides(frame, ["age", "income"], ["price", "rule"]), weight_type="robust")
        theirs = model.fit(cov_type="robust", debiased=True)
        found = two_stage_least_squares(frame, (PRICE, RULE), method="GMM")
        assert found.value == pytest.approx(theirs.params["kratom"], rel=1e-9)
        assert found.standard_error == pytest.approx(theirs.std_errors["kratom"], rel=1e-9)
        assert found.figures["overidentification p"] == pytest.approx(theirs.j_stat.pval)

    def test_statsmodels(self):
        frame = market(np.random.default_rng(3))
        y, w, d, z = sides(frame, ["income"], ["price"])
        theirs = SANDBOX(y, pd.concat([w, d], axis=1), pd.concat([w, z], axis=1)).fit()
        found = two_stage_least_squares(frame, PRICE, covariance="homoskedastic")
        assert found.value == pytest.approx(theirs.params["kratom"], rel=1e-9)
        assert found.standard_error == pytest.approx(theirs.bse["kratom"], rel=1e-9)

    @pytest.mark.parametrize("covariance", ["robust", "homoskedastic"])
    def test_the_first_stage_is_a_regression_of_statsmodels(self, covariance):
        frame = market(np.random.default_rng(4))
        terms = sm.add_constant(frame[["income", "price"]])
        kind = {"robust": "HC1", "homoskedastic": "nonrobust"}[covariance]
        first = sm.OLS(frame.kratom, terms).fit(cov_type=kind)
        found = two_stage_least_squares(frame, PRICE, covariance=covariance)
        assert found.figures["first-stage F"] == pytest.approx(first.tvalues["price"] ** 2)
        without = sm.OLS(frame.kratom, terms[["const", "income"]]).fit()
        assert found.figures["partial R²"] == pytest.approx(1 - first.ssr / without.ssr)

    def test_the_effective_f_is_the_usual_one_where_errors_are_alike(self):
        frame = market(np.random.default_rng(5))
        model = IV2SLS(*sides(frame, ["age", "income"], ["price", "rule"]))
        first = model.fit(cov_type="unadjusted", debiased=True).first_stage
        found = two_stage_least_squares(frame, (PRICE, RULE), covariance="homoskedastic")
        theirs = first.diagnostics.loc["kratom", "f.stat"]
        assert found.figures["first-stage F"] == pytest.approx(theirs)

    def test_the_tests_of_exogeneity_and_of_overidentification(self):
        frame = market(np.random.default_rng(6), n=80)
        theirs = IV2SLS(*sides(frame, ["age", "income"], ["price", "rule"])).fit(
            cov_type="unadjusted", debiased=True
        )
        found = two_stage_least_squares(frame, (PRICE, RULE), covariance="homoskedastic")
        assert found.figures["Wu–Hausman p"] == pytest.approx(theirs.wu_hausman().pval)
        # linearmodels scales Sargan's statistic in GMM by the degrees of freedom left.
        assert found.figures["overidentification p"] == pytest.approx(theirs.sargan.pval, abs=0.03)

    def test_clusters_and_weights_are_those_of_linearmodels(self):
        frame = market(np.random.default_rng(7)).assign(people=lambda f: 1 + f.village % 3)
        theirs = IV2SLS(*sides(frame, ["income"], ["price"]), weights=frame.people).fit(
            cov_type="clustered", clusters=frame.village, debiased=True
        )
        found = two_stage_least_squares(frame, PRICE, sampling=Sampling("people", "village"))
        assert found.value == pytest.approx(theirs.params["kratom"], rel=1e-9)
        assert found.standard_error == pytest.approx(theirs.std_errors["kratom"], rel=1e-9)


class TestTruth:
    def test_it_is_right_where_regression_is_not(self):
        def adjusted(frame: pd.DataFrame):
            question = Question.of("kratom", "phq9", treated=1, reference=0)
            given = ("age", "income")
            return regression(frame, Backdoor(question, given, (given,), complete=True))

        right = performance(
            partial(two_stage_least_squares, identification=PRICE), market, EFFECT, 300
        )
        right.check_right()
        performance(adjusted, market, EFFECT, 40).check_wrong()

    def test_several_instruments_together(self):
        estimate = partial(two_stage_least_squares, identification=(PRICE, RULE))
        performance(estimate, market, EFFECT, 300, seed=8).check_right()

    def test_people_of_one_village_are_no_independent_draws(self):
        def villages(rng: np.random.Generator) -> pd.DataFrame:
            frame = market(rng, n=480).assign(village=np.repeat(np.arange(60), 8))
            price, gloom = rng.normal(size=60), rng.normal(size=60)
            moved = price[frame.village]
            return frame.assign(
                kratom=frame.kratom + moved,
                price=frame.price + moved / 0.8,
                phq9=frame.phq9 + EFFECT * moved + 2 * gloom[frame.village],
            )

        estimate = partial(
            two_stage_least_squares, identification=PRICE, sampling=Sampling(clusters="village")
        )
        performance(estimate, villages, EFFECT, 300).check_right()

    def test_an_instrument_with_an_effect_of_its_own_misleads(self):
        estimate = partial(two_stage_least_squares, identification=PRICE)
        performance(estimate, partial(market, direct=1.0), EFFECT, 40).check_wrong()

    def test_what_has_to_be_conditioned_on_and_is_not_misleads(self):
        estimate = partial(two_stage_least_squares, identification=Instrument("price", (), ASKED))
        found = performance(estimate, market, EFFECT, 60)
        assert abs(found.bias) > 10 * found.monte_carlo_error

    @pytest.mark.parametrize("names", [["price"], ["price", "rule"]])
    def test_under_a_weak_instrument_only_anderson_and_rubin_hold_the_level(self, names):
        def accepts_truth(replication: int) -> bool:
            frame = nearly_unmoved(np.random.default_rng([9, replication]))
            given = np.column_stack([np.ones(len(frame)), frame.income])
            columns = frame.phq9.to_numpy(), frame.kratom.to_numpy(), frame[names].to_numpy()
            form = reduced_form(Variables(*columns, given, np.ones(len(frame))))
            try:
                pieces = confidence_set(form, 0.95).pieces
            except EstimationError:  # an empty set covers nothing
                return False
            return any(low <= EFFECT <= high for low, high in pieces)

        def usual_covers(replication: int) -> bool:
            frame = nearly_unmoved(np.random.default_rng([9, replication]))
            return two_stage_least_squares(frame, (PRICE, RULE)[: len(names)]).covers(EFFECT)

        assert 0.93 <= np.mean([accepts_truth(each) for each in range(1000)]) <= 0.97
        assert np.mean([usual_covers(each) for each in range(80)]) < 0.9

    def test_the_effect_is_that_in_compliers(self):
        rng = np.random.default_rng(10)
        kind = rng.choice(3, 40_000, p=[0.2, 0.5, 0.3])  # never, compliers, always
        price = rng.random(40_000) < 0.5
        kratom = np.where(kind == 1, price, kind == 2)
        phq9 = 5 + kratom * np.array([4, -2, 1])[kind] + kind + rng.normal(size=40_000)
        frame = pd.DataFrame({"price": price, "kratom": kratom, "phq9": phq9})
        found = two_stage_least_squares(frame, Instrument("price", (), ASKED))
        assert found.covers(-2)
        assert not found.covers(float(np.array([4, -2, 1])[kind].mean()))
        assert "monotonicity" in found.notes[0]


class TestAndersonRubin:
    @staticmethod
    def accepted(frame: pd.DataFrame, instruments: list[str], effect: float) -> bool:
        """Test one effect with a plain regression of statsmodels."""
        rest = frame.phq9 - effect * frame.kratom
        given = [] if "rule" not in instruments else ["age"]
        terms = sm.add_constant(frame[["income", *given, *instruments]])
        test = (
            sm.OLS(rest, terms)
            .fit(cov_type="HC1")
            .wald_test(np.eye(terms.shape[1])[-len(instruments) :], use_f=False, scalar=True)
        )
        return bool(test.statistic <= chi2.ppf(0.95, len(instruments)))

    @pytest.mark.parametrize("names", [["price"], ["price", "rule"]])
    def test_the_ends_are_where_a_plain_regression_begins_to_reject(self, names):
        frame = market(np.random.default_rng(11), push=0.3)
        asked = (PRICE, RULE)[: len(names)]
        found = two_stage_least_squares(frame, asked, interval="anderson-rubin")
        for end, inwards in ((found.low, 1e-6), (found.high, -1e-6)):
            assert self.accepted(frame, names, end + inwards)
            assert not self.accepted(frame, names, end - inwards)

    def test_with_homoskedastic_errors_it_inverts_the_f_test(self):
        frame = market(np.random.default_rng(12), push=0.3)
        found = two_stage_least_squares(
            frame, PRICE, interval="anderson-rubin", covariance="homoskedastic"
        )
        for end in (found.low, found.high):
            terms = sm.add_constant(frame[["income", "price"]])
            fit = sm.OLS(frame.phq9 - end * frame.kratom, terms).fit()
            assert fit.tvalues["price"] ** 2 == pytest.approx(chi2.ppf(0.95, 1))

    def test_a_useless_instrument_bounds_nothing_and_the_note_says_so(self):
        rng = np.random.default_rng(3)
        frame = market(rng).assign(price=rng.normal(size=600))
        found = two_stage_least_squares(frame, PRICE, interval="anderson-rubin")
        assert (found.low, found.high) == (-np.inf, np.inf)
        assert "too weak to bound the effect" in found.notes[-1]
        usual = two_stage_least_squares(frame, PRICE)
        assert np.isfinite([usual.low, usual.high]).all()
        assert "The instrument is weak" in usual.notes[-1]

    def test_a_set_with_a_gap_is_spelt_out(self):
        shapes = set()
        for seed in range(60):
            rng = np.random.default_rng([14, seed])
            frame = market(rng, n=100).assign(price=rng.normal(size=100))
            frame["phq9"] += frame.price
            found = two_stage_least_squares(frame, PRICE, interval="anderson-rubin")
            gap_is_there = found.notes[-1].startswith("The instrument") and (
                " or " in found.notes[-1]
            )
            shapes.add(gap_is_there)
            if gap_is_there:
                below, above = found.notes[-1].split(" are ")[-1].rstrip(".").split(" or ")
                gap = (float(below.split()[-1]) + float(above.split()[0])) / 2
                assert self.accepted(frame, ["price"], gap * 50 if abs(gap) > 9 else 1e6)
                assert not self.accepted(frame, ["price"], gap)
                assert (found.low, found.high) == (-np.inf, np.inf)
        assert shapes == {True, False}

    def test_instruments_that_contradict_each_other_leave_nothing(self):
        frame = market(np.random.default_rng(15), n=3000)
        frame["phq9"] += 3 * frame.rule
        found = two_stage_least_squares(frame, (PRICE, RULE))
        assert found.figures["overidentification p"] < 1e-6
        with pytest.raises(EstimationError, match="no effect agrees with all the instruments"):
            two_stage_least_squares(frame, (PRICE, RULE), interval="anderson-rubin")

    def test_random_sets_agree_with_the_test_at_each_effect(self):
        rng = np.random.default_rng(16)
        kinds = set()
        for _ in range(200):
            k = int(rng.integers(1, 4))
            z = rng.normal(size=(30, k))
            shared = rng.normal(size=30)
            d = z @ rng.normal(0, 0.3, k) + shared + 0.5 * rng.normal(size=30)
            y = d + z @ rng.normal(0, 0.2, k) - shared + rng.normal(size=30)
            found = Variables(y, d, z, np.ones((30, 1)), np.ones(30))
            form = reduced_form(found)
            try:
                pieces = confidence_set(form, 0.9).pieces
            except EstimationError:
                pieces = ()
            kinds.add((len(pieces), bool(np.isfinite(pieces).all())))
            for effect in (*rng.normal(0, 3, 30), -1e4, 1e4):
                rest = form.outcome - effect * form.exposure
                statistic = rest @ np.linalg.inv(form.covariance_at(effect)) @ rest
                inside = any(low <= effect <= high for low, high in pieces)
                assert inside == (statistic <= chi2.ppf(0.9, k))
        assert {(1, True), (1, False), (2, False)} <= kinds


class TestTables:
    def test_weights_are_copies_of_rows(self):
        frame = market(np.random.default_rng(17)).assign(people=lambda f: 1 + f.village % 3)
        copies = frame.loc[frame.index.repeat(frame.people)]
        for interval in ("wald", "anderson-rubin"):
            weighted = two_stage_least_squares(
                frame, (PRICE, RULE), sampling=Sampling("people"), interval=interval
            )
            copied = two_stage_least_squares(copies, (PRICE, RULE))
            assert weighted.value == pytest.approx(copied.value)
            assert weighted.figures["partial R²"] == pytest.approx(copied.figures["partial R²"])

    def test_weights_that_are_the_same_for_all_change_nothing(self):
        frame = market(np.random.default_rng(18)).assign(people=7)
        plain = two_stage_least_squares(frame, PRICE)
        weighted = two_stage_least_squares(frame, PRICE, sampling=Sampling("people"))
        assert weighted.standard_error == pytest.approx(plain.standard_error)

    def test_clusters_of_one_person_are_none(self):
        frame = market(np.random.default_rng(19)).assign(person=np.arange(600))
        for interval in ("wald", "anderson-rubin"):
            plain = two_stage_least_squares(frame, PRICE, interval=interval)
            alone = two_stage_least_squares(
                frame, PRICE, sampling=Sampling(clusters="person"), interval=interval
            )
            ends = alone.value, alone.standard_error, alone.low, alone.high
            expected = plain.value, plain.standard_error, plain.low, plain.high
            assert ends == pytest.approx(expected)
            assert alone.figures == pytest.approx(plain.figures)

    def test_the_table_is_not_changed_and_nothing_is_said(self, capfd):
        frame = market(np.random.default_rng(20))
        before = frame.copy()
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            two_stage_least_squares(frame, PRICE, interval="anderson-rubin")
        pd.testing.assert_frame_equal(frame, before)
        assert capfd.readouterr() == ("", "")

    def test_the_effect_is_that_of_the_contrast(self):
        frame = market(np.random.default_rng(21))
        three = Question.of("kratom", "phq9", treated=5, reference=2)
        one = two_stage_least_squares(frame, PRICE, interval="anderson-rubin")
        found = two_stage_least_squares(
            frame, Instrument("price", ("income",), three), interval="anderson-rubin"
        )
        values = found.value, found.standard_error, found.low, found.high
        assert values == pytest.approx(
            (3 * one.value, 3 * one.standard_error, 3 * one.low, 3 * one.high)
        )

    def test_labels_booleans_and_nullable_numbers(self):
        frame = market(np.random.default_rng(22))
        frame["kratom"] = frame.kratom > 0
        plain = two_stage_least_squares(frame, RULE)
        dressed = frame.assign(
            kratom=np.where(frame.kratom, "user", "other"),
            rule=np.where(frame.rule == 1, "strict", "lax"),
            age=frame.age.astype("Float64"),
        )
        asked = Question.of("kratom", "phq9", treated="user", reference="other")
        found = two_stage_least_squares(dressed, Instrument("rule", ("age",), asked))
        assert found.value == pytest.approx(plain.value)
        assert found.standard_error == pytest.approx(plain.standard_error)

    def test_labels_of_an_instrument_are_several_instruments(self):
        frame = market(np.random.default_rng(23))
        frame["price"] = pd.cut(frame.price, [-9, -0.5, 0.5, 9], labels=["low", "mid", "high"])
        found = two_stage_least_squares(frame, PRICE)
        dummies = pd.get_dummies(frame.price, dtype=float)[["low", "mid"]]
        y, w, d, _ = sides(frame, ["income"], ["price"])
        theirs = IV2SLS(y, w, d, dummies).fit()
        assert found.value == pytest.approx(theirs.params["kratom"])
        assert "overidentification p" in found.figures

    def test_curves_clear_a_covariate_out_that_lines_do_not(self):
        def curved(rng: np.random.Generator) -> pd.DataFrame:
            frame = market(rng)
            bend = frame.income**2
            return frame.assign(
                price=frame.price + bend,
                kratom=frame.kratom + 0.8 * bend,
                phq9=frame.phq9 + (EFFECT * 0.8 + 2) * bend,
            )

        lines = partial(two_stage_least_squares, identification=PRICE)
        curves = partial(lines, terms="curves")
        assert abs(performance(lines, curved, EFFECT, 20).bias) > 0.5
        assert abs(performance(curves, curved, EFFECT, 20).bias) < 0.1

    def test_a_covariate_given_twice_changes_nothing(self):
        frame = market(np.random.default_rng(24)).assign(cents=lambda f: 100 * f.income, year=2024)
        once = two_stage_least_squares(frame, PRICE)
        twice = two_stage_least_squares(
            frame, Instrument("price", ("cents", "income", "year"), ASKED)
        )
        assert twice.value == pytest.approx(once.value)
        assert twice.standard_error == pytest.approx(once.standard_error)

    def test_a_group_is_analysed_on_its_own(self):
        frame = market(np.random.default_rng(25))
        among = Question.of("kratom", "phq9", population="age >= 0")
        found = two_stage_least_squares(frame, Instrument("price", ("income",), among))
        alone = two_stage_least_squares(frame[frame.age >= 0], PRICE)
        assert (found.value, found.n) == (alone.value, alone.n)

    def test_what_the_diagram_finds_is_what_it_takes(self):
        diagram = Diagram.of(
            [
                ("income", "price"),
                ("income", "phq9"),
                ("price", "kratom"),
                ("kratom", "phq9"),
                ("pain", "kratom"),
                ("pain", "phq9"),
            ],
            latent=["pain"],
        )
        found = two_stage_least_squares(
            market(np.random.default_rng(26)), instrumental_variables(diagram, ASKED)
        )
        assert found.adjustment == ("income",)
        assert found.covers(EFFECT)


FRAME = market(np.random.default_rng(27), n=60)
CONSTANT = Instrument("year", ("income",), ASKED)


def asking(**question: object) -> Instrument:
    return Instrument("price", ("income",), Question.of("kratom", "phq9", **question))


REFUSED = {
    "a ratio": (FRAME, asking(scale="ratio"), {}, "gives a difference and no ratio"),
    "an odds ratio": (FRAME, asking(scale="odds ratio"), {}, "no odds ratio"),
    "the exposed": (FRAME, asking(population="exposed"), {}, "cannot tell the exposed apart"),
    "adjustment": (
        FRAME,
        Backdoor(ASKED, ("age",), (("age",),), complete=True),
        {},
        "does not suit .* adjustment; use regression",
    ),
    "none": (FRAME, (), {}, "takes one instrument or more"),
    "two questions": (FRAME, (PRICE, asking(treated=3)), {}, "different questions"),
    "both roles": (
        FRAME,
        (PRICE, Instrument("rule", ("price",), ASKED)),
        {},
        '"price" is an instrument and is also conditioned on',
    ),
    "a method": (FRAME, PRICE, {"method": "OLS"}, "method is one of 2SLS, LIML, GMM, not 'OLS'"),
    "an interval": (FRAME, PRICE, {"interval": "t"}, "interval is one of wald, anderson-rubin"),
    "a covariance": (FRAME, PRICE, {"covariance": "HC3"}, "covariance is one of robust"),
    "terms": (FRAME, PRICE, {"terms": "waves"}, "terms is one of lines, curves"),
    "a level": (FRAME, PRICE, {"level": 95}, "between 0 and 1"),
    "alike errors in clusters": (
        FRAME,
        PRICE,
        {"covariance": "homoskedastic", "sampling": Sampling(clusters="village")},
        "the errors are not alike; use the robust covariance",
    ),
    "a constant instrument": (
        FRAME.assign(year=2024),
        CONSTANT,
        {},
        'instrument "year" is the same in every row, or decided by',
    ),
    "a repeated instrument": (FRAME.assign(year=FRAME.income * 3), CONSTANT, {}, "decided by what"),
    "a constant exposure": (
        FRAME.assign(kratom=1),
        PRICE,
        {},
        'exposure "kratom" is the same in every row, or decided by what is conditioned on',
    ),
    "a decided exposure": (FRAME.assign(kratom=FRAME.income), PRICE, {}, 'exposure "kratom"'),
    "an unmoved exposure": (
        pd.DataFrame(
            {"income": 0, "price": [0, 1, 0, 1], "kratom": [0, 0, 1, 1], "phq9": [1, 2, 3, 5]}
        ),
        PRICE,
        {},
        "does not move the exposure at all",
    ),
    "too few rows": (FRAME.head(3), PRICE, {}, "with 3 terms cannot be fitted to 3 rows"),
    "three labels": (
        FRAME.assign(kratom=np.tile(["a", "b", "c"], 20)),
        asking(treated="a", reference="b"),
        {},
        'effect of one step, but "kratom" has the labels a, b, c',
    ),
    "a label for a number": (
        FRAME,
        asking(treated="much", reference="none"),
        {},
        'compares much and none, but "kratom" takes',
    ),
    "a lacking column": (FRAME.drop(columns="price"), PRICE, {}, 'no column "price"'),
    "infinite values": (
        FRAME.assign(price=FRAME.price.where(FRAME.index > 0, np.inf)),
        PRICE,
        {},
        '"price" has 1 infinite value',
    ),
    "too few clusters": (
        FRAME.assign(village=np.arange(60) % 2),
        (PRICE, RULE),
        {"interval": "anderson-rubin", "sampling": Sampling(clusters="village")},
        "too few clusters to test 2 instruments",
    ),
    "too few clusters for GMM": (
        FRAME.assign(village=np.arange(60) % 2),
        (PRICE, RULE),
        {"method": "GMM", "sampling": Sampling(clusters="village")},
        "too few clusters or rows to weigh the instruments by GMM",
    ),
    "no errors": (
        FRAME.assign(phq9=FRAME.price, kratom=FRAME.price),
        Instrument("price", (), ASKED),
        {"interval": "anderson-rubin"},
        "decides the outcome without any error",
    ),
}


@pytest.mark.parametrize(("frame", "asked", "options", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_answered_is_refused_with_the_reason(frame, asked, options, message: str):
    with pytest.raises(EstimationError, match=message):
        two_stage_least_squares(frame, asked, **options)


def test_an_instrument_that_is_the_exposure_gives_the_regression():
    frame = market(np.random.default_rng(28)).assign(price=lambda f: f.kratom)
    found = two_stage_least_squares(frame, PRICE)
    naive = sm.OLS(frame.phq9, sm.add_constant(frame[["income", "kratom"]])).fit(cov_type="HC1")
    assert found.value == pytest.approx(naive.params["kratom"])
    assert found.standard_error == pytest.approx(naive.bse["kratom"])
    assert found.figures["Wu–Hausman p"] == 1
