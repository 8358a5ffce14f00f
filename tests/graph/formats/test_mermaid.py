"""Mermaid flowcharts: plain identifiers, labels in which nothing is syntax, a class a role."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from causalkit.graph import Diagram, Drawing
from causalkit.graph.formats import write_mermaid


def test_roles_are_classes():
    drawing = Drawing(
        Diagram.of([("mood", "kratom"), ("mood", "phq9"), ("kratom", "phq9")], latent=["mood"]),
        exposure=("kratom",),
        outcome=("phq9",),
        adjusted=("kratom", "phq9"),
    )
    assert write_mermaid(drawing).splitlines() == [
        "flowchart LR",
        '  v1["mood"]',
        '  v2["kratom"]',
        '  v3["phq9"]',
        "  v1 --> v2",
        "  v1 --> v3",
        "  v2 --> v3",
        "  classDef exposure stroke-width:3px",
        "  class v2 exposure",
        "  classDef outcome stroke-width:3px,fill:#dde6f5,color:#000",
        "  class v3 outcome",
        "  classDef adjusted fill:#e4e4e4,color:#000",
        "  class v2,v3 adjusted",
        "  classDef latent stroke-dasharray:5 4",
        "  class v1 latent",
    ]


@given(name=st.text(min_size=1, max_size=8))
def test_a_label_says_the_name_and_nothing_else(name):
    line = write_mermaid(Diagram.of([], nodes=[name])).splitlines()[1]
    label = re.fullmatch(r'  v1\["([^"]*)"\]', line)[1]
    assert re.fullmatch(r"(?:#\d+;|[^\W_]| )*", label)
    said = re.sub(r"#(\d+);", lambda entity: chr(int(entity[1])), label)
    assert said == name


def test_what_mermaid_would_take_for_html_or_markdown_is_escaped():
    text = write_mermaid(Diagram.of([], nodes=["<b>1. so_called</b>", '`a` "b" #35;']))
    assert '"#60;b#62;1#46; so#95;called#60;#47;b#62;"' in text
    assert html.unescape("&#96;") == "`"
    assert '"#96;a#96; #34;b#34; #35;35#59;"' in text


def test_an_empty_diagram():
    assert write_mermaid(Diagram.of([])) == "flowchart LR"
