"""Random worlds for property tests: an exposure, an outcome and something around them."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st


@dataclass(frozen=True)
class Term:
    """A variable that may stand in a linear expression."""

    name: str
    text: str


def _coefficient() -> st.SearchStrategy[float]:
    return st.integers(-8, 8).map(lambda each: each / 8)


@st.composite
def _linear(draw, terms: list[Term]) -> str:
    chosen = draw(st.lists(st.sampled_from(terms), max_size=3, unique=True)) if terms else []
    parts = [f"{draw(_coefficient())}*{term.text}" for term in chosen]
    return " + ".join([str(draw(_coefficient())), *parts])


@st.composite
def _equation(draw, name: str, terms: list[Term]) -> tuple[str, Term]:
    linear = draw(_linear(terms))
    spread = draw(st.sampled_from(["0.5", "1", "2"]))
    forms = {
        f"{name} ~ normal({linear}, {spread})": name,
        f"{name} ~ bernoulli(expit({linear}))": name,
        f"{name} ~ student_t(5, {linear}, {spread})": f"clip({name}, -3, 3)",
        f"{name} ~ lognormal(0.1*({linear}), 0.3)": name,
        f"{name} ~ exponential(exp(0.2*({linear})))": f"min({name}, 9)",
        f"{name} ~ gamma(2, exp(clip({linear}, -1, 1)))": f"min({name}, 9)",
        f"{name} ~ beta(2, exp(clip({linear}, -1, 1)))": name,
        f"{name} ~ uniform(-1, 1 + abs({linear}))": name,
        f"{name} ~ truncated_normal({linear}, {spread}, -2, 2)": name,
        f"{name} ~ binomial(5, expit({linear}))": name,
        f"{name} ~ poisson(exp(clip({linear}, -2, 2)))": f"log(1 + {name})",
        f"{name} ~ negative_binomial(exp(clip({linear}, -2, 2)), 0.5)": f"log(1 + {name})",
        f"{name} ~ categorical(north=0.25, south=0.75)": f'({name} == "north")',
        f"{name} ~ ordinal({linear}, low < -0.5 < middle < 0.5 < high)": f'({name} > "low")',
        f"{name} ~ phq9(clip({linear}, -2, 2))": name,
        f"{name} = clip(round({linear}), -9, 9)": name,
        f"{name} = 1 if {linear} > 0 else {linear}": f"clip({name}, -5, 5)",
    }
    text = draw(st.sampled_from(list(forms)))
    return text, Term(name, forms[text])


@st.composite
def world_texts(draw, *, selection: bool = False) -> str:
    """Text of a world that asks for the effect of ``exposure`` on ``outcome``."""
    lines, terms = [], []
    for number in range(draw(st.integers(1, 4))):
        text, term = draw(_equation(f"v{number}", terms))
        hidden = draw(st.booleans()) and text.split()[0] == term.name
        lines.append(f"latent {text}" if hidden else text)
        terms.append(term)
    lines.append(f"exposure ~ bernoulli(expit({draw(_linear(terms))}))")
    terms.append(Term("exposure", "exposure"))
    text, term = draw(_equation("mediator", terms))
    lines.append(text)
    lines.append(f"outcome ~ normal({draw(_linear([*terms, term]))} + 0.5*exposure, 1)")
    if selection:
        lines.append(f"select responds ~ bernoulli(expit({draw(_linear(terms))}))")
        lines.append("missing exposure when bernoulli(0.1)")
    ordered = draw(st.permutations(lines))
    return "\n".join(["effect of exposure on outcome", *ordered])
