"""What a text means to dagitty is what it means here, or it is an error: no third thing.

The meanings were found by running the parser of dagitty itself (R package 0.3-4).
"""

from __future__ import annotations

import pytest

from causalkit.errors import DiagramError
from causalkit.graph.formats import read_diagram_text

SAME = [
    # one line, several statements
    ("dag{a->b b->c}", "a b c", "a>b b>c"),
    ("dag{x[e]y[o]z[u]x<-z->y<-x}", "x y z", "z>x z>y x>y"),
    ("dag { k -> n  l -> m }", "k n l m", "k>n l>m"),
    # a semicolon is a blank, also inside a statement
    ("dag{;a;->;b;}", "a b", "a>b"),
    # groups
    ("dag{{x->{a;b}}}", "x a b", "x>a x>b"),
    ("dag{{a b}}", "a b", ""),
    ("dag{a->{}->b}", "a b", ""),
    ("dag{c->a {a->b}}", "c a b", "c>a a>b"),
    # names
    ('dag{"1"->1.0-> -2}', "1 1.0 -2", "1>1.0 1.0>-2"),
    ('dag{"p"+"q"->r}', "pq r", "pq>r"),
    (r'dag{"a\\b"->"c\n"}', r"a\\b c\n", r"a\\b>c\n"),
    ('dag{"a\\\nb"->c}', "ab c", "ab>c"),
    ("dag{dag->digraph->strict}", "dag digraph strict", "dag>digraph digraph>strict"),
    # headers
    ("\ufeff dAg\n{a->b}", "a b", "a>b"),
    ("dag g_1{a->b}\n\n", "a b", "a>b"),
    ("a->b", "a b", "a>b"),
    ("x\ny->x", "x y", "y>x"),
    ("digraph G { x [exposure]\n x <-> y }", "x y", "x=y"),
    # arrows with two heads, once for each pair
    ("dag{a<->b b<->a a->b}", "a b", "a>b a=b"),
    # about the whole text
    ('dag{bb="0,0,1,1" graph[bb="0,0,1,1"] graph a}', "a", ""),
    ("dag{x=y a}", "a", ""),
    # the old layout
    ("a 1\nb E @1,2\n\na b", "a b", "a>b"),
    ("a\nb\n\na b\nb a", "a b", "a=b"),
    ("a\nb\n\na b\nb a\na b", "a b", "a>b a=b"),
    ("a 1\nb 1\n\n0 1\n0 0", "a b", "a>b"),
    ("my%20pain 1\nx y 1\n\nmy pain x%20y", "my·pain x·y", "my·pain>x·y"),
]

ERRORS = [
    # dagitty takes the words for variables
    "strict dag{a->b}",
    'dag "my graph"{a->b}',
    "dag my.graph{a->b}",
    "dag{a->b};",
    ";dag{a->b}",
    "dag;{a->b}",
    "dag{a->b} c",
    "digraph{a->b};",
    "dag{subgraph one{a->b}}",
    "dag{one{a->b}}",
    "strict digraph{a<->b}",
    'digraph "my graph"{a<-b}',
    "digraph{subgraph one{a<->b}}",
    # dagitty looks at the key alone, or at a part of a number
    "dag{a[latent=false]}",
    "dag{a[latent=0]}",
    "dag{a[u=0.5]}",
    "digraph{a[latent=false]}",
    "digraph{a[s=2]}",
    'digraph{a[target="_blank"]}',
    'dag{a[pos="1e3,2"]}',
    'digraph{a[pos="1e3,2"]}',
    'dag{a[pos="1,2,3"]}',
    # no causal diagram
    "dag{a--b}",
    "dag{a@-@b}",
    "digraph{a--b}",
    "dag{a->a}",
    "dag{a->b->a}",
    "graph{a->b}",
    "pdag{a->b}",
    "pag{a->b}",
    "mag{a->b}",
    "pdag{a->b};",
    # not what was meant
    "dag{chronic pain->x}",
    "chronic pain -> x",
    "dag{x y}",
    "dag{a [confounder]}",
    "dag{a->b [latent]}",
    # Graphviz and dagitty cut these names differently
    "digraph{x.1->y}",
    "digraph{1a->y}",
    'digraph{"a\\\\\nb"->y}',
    'digraph{"a\\\n\nb"->y}',
    # drawn otherwise than it would be read
    "digraph{a->b[dir=both]}",
    "digraph{a->b[dir=back]}",
    "digraph{a->b[dir=none]}",
    "digraph{a->b[arrowhead=none]}",
    "digraph{a->b[style=invis]}",
    # the old layout, where dagitty passes over what it does not know
    "a 1\nb 1\n\na c",
    "a 1\nb 1\n\na b c",
    "a S\nb 1\n\na b",
    "chronic pain\nb 1\n\nb",
    "a 1\na E\n\n",
    "a 1\nb 1\n\na a",
    "a b 1\na 1\n\n0 1\n0 0",
    "a 1\nb 1\n\n0 2\n0 0",
    "a -> b\n\n1",
    "a,b\n\nb,c",
    "from,to\n\na,b",
]


def meaning(text):
    """Return variables and arrows, with ``a=b`` for an arrow with two heads."""
    diagram = read_diagram_text(text).diagram
    shared = [node for node in diagram.nodes if node in diagram.latent and node[:2] == "U_"]
    arrows = {f"{a}>{b}" for a, b in diagram.edges if a not in shared}
    both = {"=".join(diagram.children(node)) for node in shared}
    return set(diagram.nodes) - set(shared), arrows | both


@pytest.mark.parametrize(("text", "nodes", "arrows"), SAME)
def test_the_same_as_to_dagitty(text, nodes, arrows):
    expected = ({name.replace("·", " ") for name in each.split()} for each in (nodes, arrows))
    assert meaning(text) == tuple(expected)


@pytest.mark.parametrize("text", ERRORS)
def test_an_error_where_dagitty_means_something_else(text):
    with pytest.raises(DiagramError) as caught:
        read_diagram_text(text)
    assert caught.value.message


@pytest.mark.parametrize(
    "text",
    [
        'dag { x [e]; y [o, pos="1.5,-.25"]; z [u]; x -> y; s [selected] a [adjusted] }',
        "x E\ny O @1.5,-0.25\nz U\ns 1\na A\n\nx y",
        'digraph { x [source]\n y [target pos=" 1.5 , -.25 "]\n z [u=1] x -> y; s; a [a] }',
    ],
)
def test_roles_and_places_in_each_layout(text):
    drawing = read_diagram_text(text)
    assert drawing.exposure == ("x",)
    assert drawing.outcome == ("y",)
    assert drawing.adjusted == ("a",)
    assert drawing.diagram.latent == {"z"}
    assert drawing.positions == {"y": (1.5, -0.25)}
