"""The verdict on missing values as a person reads it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable

import pytest

from causalkit.analysis.identify.missingness import Recoverability, missing_values, ordering
from causalkit.errors import NotIdentified, QuestionError
from causalkit.graph import Diagram, Question

KRATOM = Question.of("kratom", "phq9")


def survey(gaps: str = "", latent: Iterable[str] = (), selected: Iterable[str] = ()) -> Diagram:
    """Pain leads to kratom use and to depression; ?pain is short for missing_pain."""
    arrows = f"pain>kratom pain>phq9 kratom>phq9 {gaps}".replace("?", "missing_").split()
    pairs = [(arrow.split(">")[0], arrow.split(">")[1]) for arrow in arrows]
    return Diagram.of(pairs, latent=tuple(latent), selected=tuple(selected))


def found(
    gaps: str = "",
    adjustment: Iterable[str] = ("pain",),
    population: str = "all",
    **marks: Iterable[str],
) -> Recoverability:
    question = Question.of("kratom", "phq9", population=population)
    return missing_values(survey(gaps, **marks), question, adjustment)


def test_nothing_missing():
    finding = found("pain>?other")
    assert finding.verdict == "nothing missing"
    assert finding.reason == (
        "The diagram gives no missing values to pain, kratom and phq9: use all rows."
    )
    assert finding.incomplete == finding.indicators == finding.weights == finding.path == ()
    assert finding.strata
    assert finding.recovered


def test_complete_cases():
    finding = found("luck>?phq9 luck>?pain")
    assert finding.verdict == "complete cases"
    assert finding.reason == (
        "Whether a row is complete in pain and phq9 has nothing to do with what phq9 would be at "
        "either setting of kratom. Leave out the incomplete rows and adjust for pain."
    )
    assert finding.incomplete == ("pain", "phq9")
    assert finding.indicators == ("missing_phq9", "missing_pain")
    assert finding.weights == finding.path == ()


def test_complete_cases_of_a_group():
    finding = found("kratom>?phq9", population="exposed")
    assert finding.reason.startswith("Among the exposed, whether a row is complete in phq9")
    finding = found("pain>?phq9", adjustment=(), population="pain == 1")
    assert finding.reason == (
        "Among people with pain == 1, whether a row is complete in phq9 has nothing to do with "
        "what phq9 would be at either setting of kratom. Leave out the incomplete rows and "
        "compare them as they are."
    )


def test_weights_that_mend_the_mixture():
    finding = found("kratom>?kratom")
    assert finding.verdict == "weighting"
    assert finding.reason == (
        "Complete rows alone mislead: missing_kratom ← kratom ← pain → phq9. They show phq9 in "
        "each stratum of kratom and pain as it is, but mix the strata wrongly. Weight each row "
        "that is complete in kratom by 1 / P(missing_kratom = 0 | pain), estimated from all rows, "
        "and adjust for pain."
    )
    assert finding.path == ("missing_kratom", "kratom", "pain", "phq9")
    assert finding.strata
    assert finding.weighted_on == ("pain",)
    assert finding.mechanism == "MNAR"


def test_weights_that_recover_everything():
    finding = found("age>phq9 age>?phq9 sex>age sex>?age")
    assert finding.verdict == "weighting"
    assert finding.reason == (
        "Complete rows alone mislead: missing_phq9 ← age → phq9. Weight each row that is complete "
        "in phq9 and age by 1 / (P(missing_phq9 = 0 | age, missing_age = 0) × "
        "P(missing_age = 0 | sex)), estimated from all rows, and adjust for pain."
    )
    assert finding.weighted_on == ("age", "sex")
    assert finding.indicators == ("missing_phq9",)


def test_an_outcome_that_hides_itself():
    finding = found("phq9>?phq9")
    assert finding.verdict == "not recoverable"
    assert finding.reason == (
        "Whether phq9 is missing depends on phq9 itself: missing_phq9 ← phq9. Worlds with "
        "different effects of kratom on phq9 leave the same data behind, so these data alone do "
        "not tell. Find out some of the missing values of phq9, or say how far they may lie from "
        "the others and show how much the effect would change."
    )
    assert not finding.recovered


def test_a_confounder_that_hides_itself():
    assert "(Complete rows do show phq9 in each stratum of kratom and pain as it is; only the " in (
        found("pain>?pain").reason
    )
    assert found("pain>?pain").reason.startswith("Whether pain, which confounds, is missing")


def test_other_ways_to_be_lost():
    assert found("u>phq9 u>?phq9", latent="u").reason.startswith(
        "phq9 and its gaps have a hidden cause in common: missing_phq9 ← u → phq9. "
    )
    assert found("kratom>?kratom phq9>?kratom").reason.startswith(
        "Whether kratom is missing depends on kratom itself: missing_kratom ← kratom, and the "
        "gaps have to do with phq9 too, directly. "
    )
    assert found("?phq9>phq9").reason.startswith(
        "Being missing changes phq9 itself: missing_phq9 → phq9. "
    )


ADVICE = (
    "That does not prove the effect lost; the theorems used here say neither yes nor no. Measure "
    "more of what leads to the gaps, or say how far the missing values may lie from the others "
    "and show how much the effect would change."
)


def test_not_settled_because_something_hides_itself():
    finding = found("age>phq9 age>?phq9 age>?age")
    assert finding.verdict == "not settled"
    assert finding.reason == (
        "Not settled. Complete rows alone mislead: missing_phq9 ← age → phq9. Nor can they be "
        "weighted by what is measured: missing_age ← age ties the gaps of age to age itself. "
        f"{ADVICE}"
    )
    assert finding.alternatives == ()
    assert not finding.recovered


def test_not_settled_because_gaps_are_tied_to_each_other():
    finding = found("kratom>?phq9 ?phq9>?kratom phq9>?kratom")
    assert "missing_phq9 → missing_kratom ties the gaps of phq9 to those of kratom. " in (
        finding.reason
    )


def test_a_search_that_was_cut_short_says_so(monkeypatch):
    """A hidden reason ties all gaps to each other, and one variable hides itself besides."""
    monkeypatch.setattr(ordering, "MOST_TRIED", 10)
    causes = " ".join(f"c{i}>phq9 u>?c{i}" for i in range(8))
    adjustment = ["pain", *(f"c{i}" for i in range(8))]
    finding = found(f"{causes} c7>?c7 phq9>?c0", adjustment, latent="u")
    assert finding.verdict == "not settled"
    assert "; the search for other weights was cut short. That does not prove" in finding.reason


def test_another_adjustment_set_may_be_settled():
    finding = found("age>phq9 age>?age", adjustment=("pain", "age"))
    assert finding.verdict == "not settled"
    assert finding.alternatives == (("pain",),)
    assert finding.reason.endswith(" Or adjust for pain instead: then nothing is missing.")
    finding = found("age>phq9 age>?age pain>?phq9", adjustment=("pain", "age"))
    assert finding.reason.endswith(
        " Or adjust for pain instead: then weighting recovers the effect."
    )


def test_a_gap_that_is_adjusted_for_besides_what_it_hides():
    diagram = Diagram.of(
        [
            ("test", "kratom"),
            ("test", "phq9"),
            ("missing_test", "kratom"),
            ("missing_test", "phq9"),
            ("kratom", "phq9"),
        ]
    )
    finding = missing_values(diagram, KRATOM, ["test", "missing_test"])
    assert finding.verdict == "not settled"
    assert "Adjusting for missing_test compares people with gaps among themselves" in finding.reason
    finding = missing_values(
        diagram.without_edges([("missing_test", "phq9")]), KRATOM, ["test", "missing_test"]
    )
    assert finding.verdict == "complete cases"
    assert finding.reason.endswith("adjust for test.")


def test_an_effect_on_a_gap_is_not_seen_in_rows_without_it():
    diagram = Diagram.of([("kratom", "missing_phq9"), ("phq9", "kratom")])
    finding = missing_values(diagram, Question.of("kratom", "missing_phq9"), ["phq9"])
    assert finding.verdict == "not settled"
    assert finding.reason == (
        "Not settled. missing_phq9 is 0 in every complete row, so complete rows show no effect of "
        "it or on it. Find an analysis that does not need phq9. Or adjust for nothing instead: "
        "then nothing is missing."
    )


def test_gaps_do_not_come_into_it_where_the_set_would_not_do_anyway():
    with pytest.raises(NotIdentified, match=r"comparing people as they are: kratom ← pain → phq9"):
        found("kratom>?phq9", adjustment=())
    with pytest.raises(QuestionError, match='no variable "kratm"'):
        missing_values(survey(), Question.of("kratm", "phq9"), ["pain"])
    with pytest.raises(QuestionError, match="only people with missing_phq9 == 1, so no row has"):
        found("luck>?phq9", selected=["missing_phq9"])


def test_selection_is_taken_into_account():
    """Among those who respond, and respond because of pain, nothing else tells about the gap."""
    gaps = "phq9>?pain pain>?phq9 pain>responds"
    finding = found(gaps, population="responds", selected=["responds"])
    assert finding.verdict == "weighting"
    with pytest.raises(NotIdentified, match="responds ← pain → phq9 links"):
        found(gaps, selected=["responds"])
    assert found("s>phq9 s>?phq9", population="s", selected="s").verdict == "complete cases"
    assert found("s>phq9 s>?phq9").verdict == "weighting"


def test_the_answer_does_not_depend_on_the_order_of_hashes():
    program = (
        "from causalkit.analysis.identify.missingness import missing_values\n"
        "from causalkit.graph import Diagram, Question\n"
        "names = 'abcdefgh'\n"
        "edges = [(n, e) for n in names for e in 'xy'] + [('x', 'y')]\n"
        "edges += [(m, f'missing_{n}') for n, m in zip(names, names[1:])]\n"
        "edges += [('u', f'missing_{n}') for n in names]\n"
        "for more in ([], [('h', 'missing_h')], [('y', 'missing_c'), ('c', 'missing_c')]):\n"
        "    d = Diagram.of([*edges, *more], latent='u')\n"
        "    print(missing_values(d, Question.of('x', 'y'), tuple(names)))\n"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1
    assert "Weight each row" in printed.pop()


def many(gaps: Iterable[tuple[str, str]], number: int = 300) -> Recoverability:
    """The verdict with hundreds of confounders that have gaps."""
    names = [f"c{i}" for i in range(number)]
    edges = [(name, end) for name in names for end in ("x", "y")]
    diagram = Diagram.of([*edges, ("x", "y"), *gaps], [f"missing_{name}" for name in names])
    return missing_values(diagram, Question.of("x", "y"), names)


def test_hundreds_of_variables_with_gaps():
    assert many([]).verdict == "complete cases"
    around = many((f"c{i}", f"missing_c{(i + 1) % 300}") for i in range(300))
    assert around.verdict == "weighting"
    assert len(around.weights) == 300
    assert " × … (300 factors)" in around.reason
    assert "c0, c1, c2, c3, c4, c5 and 294 more" in around.reason
    assert many((f"c{i}", f"missing_c{i}") for i in range(300)).verdict == "not recoverable"
    chain = many((f"missing_c{i}", f"missing_c{i + 1}") for i in range(299))
    assert chain.verdict == "complete cases"


def test_a_chain_of_ten_thousand_variables_with_gaps():
    links = [(f"v{i + 1}", f"v{i}") for i in range(10_000)]
    gaps = [(f"v{i + 1}", f"missing_v{i}") for i in range(10_000)]
    diagram = Diagram.of([*links, *gaps, ("v0", "x"), ("v0", "y"), ("x", "y")])
    found = missing_values(diagram, Question.of("x", "y"), ["v0"])
    assert found.verdict == "weighting"
    assert len(found.weights) == 10_000
