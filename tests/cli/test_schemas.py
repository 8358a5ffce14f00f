"""The public interface for programs: every document is described by its schema."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd
import pytest
from jsonschema import Draft202012Validator, ValidationError

COMMANDS = (
    "demo",
    "worlds",
    "show",
    "sample",
    "compare",
    "truth",
    "trials",
    "compare-data",
    "identify",
    "analyse",
)


def schema(command: str) -> dict[str, Any]:
    text = files("causalkit.cli").joinpath("schemas", f"{command}.schema.json").read_text("utf-8")
    return json.loads(text)


def parts(node: object, path: str = "") -> list[tuple[str, dict[str, Any]]]:
    """Every schema inside a schema, with its place."""
    found = []
    if isinstance(node, dict):
        if "type" in node or "$ref" in node:
            found.append((path, node))
        for name, inner in node.items():
            found += parts(inner, f"{path}/{name}")
    return found


def check(command: str, document: dict[str, Any]) -> dict[str, Any]:
    Draft202012Validator(schema(command)).validate(document)
    return document


def test_every_command_that_reports_has_a_schema():
    folder = files("causalkit.cli").joinpath("schemas")
    assert {each.name for each in folder.iterdir()} == {f"{name}.schema.json" for name in COMMANDS}


@pytest.mark.parametrize("command", COMMANDS)
def test_schemas_are_strict_and_say_what_everything_means(command):
    whole = schema(command)
    Draft202012Validator.check_schema(whole)
    assert whole["title"] == f"causalkit {command} --json"
    for path, part in parts(whole):
        if part.get("type") == "object":
            assert "additionalProperties" in part, path
        if "properties" in part:
            assert part["additionalProperties"] is False, path
            assert part["required"] == list(part["properties"]), path
            for name, each in part["properties"].items():
                assert each["description"].endswith("."), f"{path}/{name}"


def test_the_same_thing_is_described_the_same_way_everywhere():
    known: dict[str, object] = {}
    for command in COMMANDS:
        for name, definition in schema(command).get("$defs", {}).items():
            assert known.setdefault(name, definition) == definition, f"{name} in {command}"


@pytest.mark.parametrize("world", ["triangle", "m_bias", "clinic"])
def test_compare(called, quick, world):
    found = check("compare", called("compare", world, "-n", 500, "--json", *quick).document)
    assert (found["world"], found["preset"], found["n"], found["seed"]) == (world, None, 500, 1)
    assert found["estimates"][0]["kind"] == "naive"
    assert found["estimates"][0]["adjustment"] is None
    adjusted = {"triangle": [["pain"]] * 2, "m_bias": [[]] * 2, "clinic": []}[world]
    assert [each["adjustment"] for each in found["estimates"][1:]] == adjusted
    assert (found["not_identified"] is None) == (world != "clinic")
    assert found["truth"]["monte_carlo_error"] == 0.0


def test_compare_with_a_second_opinion(called):
    document = called("compare", "triangle", "-n", 500, "--json").document
    kinds = [each["kind"] for each in check("compare", document)["estimates"]]
    assert kinds == ["naive", "adjusted", "adjusted", "second opinion"]


def test_what_programs_read_is_what_people_read(called, quick):
    arguments = ("compare", "self_medication", "--preset", "benign", "-n", 500, *quick)
    found = check("compare", called(*arguments, "--json").document)
    assert found["preset"] == "benign"
    assert found["truth"]["method"] == "simulation"
    assert found["verdict"] in called(*arguments).words


def test_demo(called, quick, tmp_path):
    found = check("demo", called("demo", "--out", tmp_path, "--json", *quick).document)
    assert len(found["pictures"]) == 4


def test_compare_data(called, quick, tmp_path):
    file, diagram = tmp_path / "survey.csv", tmp_path / "survey.dagitty"
    check("sample", called("sample", "triangle", "-n", 300, "-o", file, "--json").document)
    diagram.write_text(
        "dag { kratom [exposure]; phq9 [outcome]; kratom <- pain -> phq9; kratom -> phq9 }",
        encoding="utf-8",
    )
    arguments = ("compare-data", file, "--diagram", diagram, "--json", *quick)
    found = check("compare-data", called(*arguments).document)
    assert (found["data"], found["diagram"]) == ("survey.csv", "survey.dagitty")
    assert (found["n"], found["truth"]) == (300, None)


@pytest.mark.parametrize("world", ["triangle", "m_bias", "mediator", "clinic", "self_medication"])
def test_identify(called, world):
    done = called("identify", world, "--adjusted", "", "--json")
    found = check("identify", done.document)
    assert done.status == (0 if found["identified"] else 3)
    assert found["identified"] == found["adjustment"]["exists"] == (world != "clinic")
    assert found["adjusted"]["valid"] == (world == "m_bias")
    assert set(found["roles"]) == {*found["roles"], "kratom", "phq9"}


def test_identify_with_every_kind_of_answer(called, tmp_path):
    diagrams = {
        "front": "dag { u [latent]; x <- u -> y; x -> m -> y; x [exposure]; y [outcome] }",
        "bow": "dag { u [latent]; x <- u -> y; x -> y; i -> x; x [exposure]; y [outcome] }",
        "missing": "dag { c -> x; c -> y; x -> y; x [e]; y [o]; c -> missing_c }",
        "wide": f"dag {{ {'; '.join(f'x <- a{i} <- b{i} -> y' for i in range(8))}; x [e]; y [o] }}",
    }
    found = {}
    for name, text in diagrams.items():
        file = tmp_path / f"{name}.dagitty"
        file.write_text(text, encoding="utf-8")
        arguments = ("identify", file, "--adjusted", "", "--limit", 20, "--json")
        found[name] = check("identify", called(*arguments).document)
    assert found["front"]["by"] == ["frontdoor", "functional"]
    assert found["front"]["frontdoor"] == [["m"]]
    assert found["bow"]["by"] == []
    assert found["bow"]["instruments"] == [{"instrument": "i", "given": []}]
    assert "two models" in found["bow"]["hedge"].lower()
    assert found["bow"]["adjusted"]["repair"] is None
    assert found["missing"]["missing_values"]["verdict"] != "nothing missing"
    assert not found["wide"]["adjustment"]["complete"]
    assert len(found["wide"]["adjustment"]["minimal_sets"]) == 20


@pytest.mark.parametrize(
    ("arrows", "status"),
    [
        ("kratom <- pain -> phq9; kratom -> phq9", 0),
        ("u [latent]; kratom <- u -> phq9; kratom -> relief -> phq9", 0),
        ("u [latent]; kratom <- u -> phq9; kratom -> phq9; coin -> kratom", 3),
        ("u [latent]; kratom <- u -> phq9; kratom -> phq9", 3),
        ("kratom <- pain -> phq9; kratom -> phq9; kratom -> missing_pain", 0),
    ],
)
def test_analyse(called, tmp_path, arrows, status):
    rng = np.random.default_rng(1)
    coin, pain = rng.integers(0, 2, (2, 400))
    kratom = rng.binomial(1, 0.2 + 0.3 * pain + 0.3 * coin)
    columns = {"coin": coin, "pain": np.where(rng.random(400) < 0.1, np.nan, pain)}
    relief, phq9 = rng.binomial(1, 0.3 + 0.4 * kratom), rng.binomial(1, 0.2 + 0.4 * pain)
    frame = pd.DataFrame({**columns, "kratom": kratom, "relief": relief, "phq9": phq9})
    frame.to_csv(tmp_path / "survey.csv", index=False)
    diagram = tmp_path / "survey.dagitty"
    diagram.write_text(f"dag {{ kratom [exposure]; phq9 [outcome]; {arrows} }}", encoding="utf-8")
    done = called("analyse", tmp_path / "survey.csv", "--diagram", diagram, "--json")
    found = check("analyse", done.document)
    assert done.status == status
    assert found["identification"]["identified"] == (status == 0)
    assert bool(found["bounds"]) == (status == 3)
    assert found["estimates"][0]["kind"] == "naive"


def test_worlds(called):
    found = check("worlds", called("worlds", "--json").document)
    names = [each["world"] for each in found["worlds"]]
    assert names == sorted(names)
    assert {"self_medication", "triangle"} <= set(names)


@pytest.mark.parametrize("world", ["self_medication", "triangle", "clinic", "general_population"])
def test_show(called, world):
    found = check("show", called("show", world, "--json").document)
    assert {"kratom", "phq9"} <= {each["name"] for each in found["variables"]}
    assert (
        found["diagram"]["selected"]
        == {
            "self_medication": ["responds"],
            "triangle": [],
            "clinic": ["patient"],
            "general_population": ["included"],
        }[world]
    )


def test_sample(called, tmp_path):
    file = tmp_path / "survey.parquet"
    arguments = ("sample", "clinic", "-n", 50, "--seed", 7, "-o", file, "--json")
    found = check("sample", called(*arguments).document)
    assert (found["rows"], found["bytes"]) == (50, file.stat().st_size)
    assert (found["provenance"]["world"], found["provenance"]["seed"]) == ("clinic", 7)


def test_truth(called):
    found = check("truth", called("truth", "triangle", "--json").document)
    assert found["value"] == pytest.approx(-1.08)
    assert (found["method"], found["people"]) == ("enumeration", 0)


@pytest.mark.parametrize("world", ["triangle", "clinic"])
def test_trials(called, world):
    found = check("trials", called("trials", world, "-n", 300, "-r", 3, "--json").document)
    assert (found["replications"], found["n"], found["seed"]) == (3, 300, 1)
    assert len(found["methods"]) == {"triangle": 3, "clinic": 1}[world]
    assert len(found["notes"]) == {"triangle": 0, "clinic": 1}[world]


def test_a_schema_refuses_what_it_does_not_describe(called):
    document = called("truth", "triangle", "--json").document
    with pytest.raises(ValidationError, match="'more' was unexpected"):
        check("truth", document | {"more": 1})
    del document["value"]
    with pytest.raises(ValidationError, match="'value' is a required property"):
        check("truth", document)
