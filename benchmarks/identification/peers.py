"""The contenders, each in a process of its own that answers one request a line.

    {"task": "minimal set", "questions": "PATH"}

and answers ``{"seconds": [...], "answer": ...}``, or ``{"error": "..."}``. A task that a
contender has no function for is left out of its list. Whatever a library leaves to its
user (cutting the causal paths, ruling out what is forbidden) is done beforehand and not
counted, in its favour.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from itertools import islice
from typing import Any

from questions import Asked

Call = Callable[[], Any]
Tasks = dict[str, Call]
FIRST = 100
EVERY = 1_000_000


def causalkit_tasks(asked: Asked) -> Tasks:
    from causalkit.analysis.identify import adjustment_sets, is_adjustment_set, minimal_adjustment
    from causalkit.errors import NotIdentified
    from causalkit.graph import Question, d_separated
    from causalkit.graph.formats.networkx import from_networkx

    graph, question = _networkx(asked), Question.of(asked.exposure, asked.outcome)
    diagram = from_networkx(graph)

    def if_any(find: Callable[..., Any], *given: Any) -> Any:
        try:
            return find(*given)
        except NotIdentified:
            return None

    def listed(most: int) -> list[tuple[str, ...]]:
        return list(islice(if_any(adjustment_sets, diagram, question) or (), most))

    def instruments() -> list[Any]:
        from causalkit.analysis.identify import instrumental_variables

        found = if_any(instrumental_variables, diagram, question) or ()
        return [(each.instrument, each.given) for each in found]

    return {
        "conversion": lambda: from_networkx(graph) and None,
        "minimal set": lambda: if_any(minimal_adjustment, diagram, question),
        "converted": lambda: if_any(minimal_adjustment, from_networkx(graph), question),
        "validity": lambda: [is_adjustment_set(diagram, question, s) for s in asked.adjusted],
        "separation": lambda: [d_separated(diagram, [a], [b], g) for a, b, g in asked.separations],
        "first sets": lambda: listed(FIRST),
        "every set": lambda: listed(EVERY),
        "instruments": instruments,
    }


def networkx_tasks(asked: Asked) -> Tasks:
    import networkx as nx

    graph, judge = _networkx(asked), asked.judge
    x, y = {asked.exposure}, {asked.outcome}
    backdoor = nx.DiGraph(graph)
    backdoor.remove_edges_from([(asked.exposure, name) for name in judge.carrying])

    def minimal() -> list[str] | None:
        found = nx.find_minimal_d_separator(backdoor, x, y, restricted=judge.permitted)
        return None if found is None else sorted(found)

    def valid(chosen: list[str]) -> bool:
        return judge.permitted.issuperset(chosen) and nx.is_d_separator(backdoor, x, y, {*chosen})

    return {
        "minimal set": minimal,
        "converted": minimal,
        "validity": lambda: [valid(chosen) for chosen in asked.adjusted],
        "separation": lambda: [
            nx.is_d_separator(graph, a, b, {*g}) for a, b, g in asked.separations
        ],
    }


def pgmpy_tasks(asked: Asked) -> Tasks:
    from pgmpy.base import DAG
    from pgmpy.inference import CausalInference

    def converted() -> tuple[Any, Any]:
        dag = DAG(graph, latents=set(asked.latent))
        return dag, CausalInference(dag)

    graph, x, y = _networkx(asked), asked.exposure, asked.outcome
    dag, inference = converted()

    def minimal(inference: Any) -> list[str] | None:
        found = inference.get_minimal_adjustment_set(x, y)
        return None if found is None else sorted(found)

    def every() -> list[list[str]]:
        try:
            found = inference.get_all_backdoor_adjustment_sets(x, y)
        except ValueError:
            return []
        # It says nothing where nothing needs to be adjusted for.
        return sorted(map(sorted, found)) or [[]]

    return {
        "conversion": lambda: converted() and None,
        "minimal set": lambda: minimal(inference),
        "converted": lambda: minimal(converted()[1]),
        "validity": lambda: [
            inference.is_valid_adjustment_set([x], [y], chosen) for chosen in asked.adjusted
        ],
        "separation": lambda: [
            not dag.is_dconnected(a, b, observed=g, include_latents=True)
            for a, b, g in asked.separations
        ],
        "first sets": every,
        "every set": every,
        "instruments": lambda: [
            (name, sorted(given)) for name, given in inference.get_total_conditional_ivs(x, y)
        ],
    }


def dowhy_tasks(asked: Asked) -> Tasks:
    from dowhy.causal_identifier.auto_identifier import BackdoorAdjustment, identify_backdoor
    from dowhy.graph import check_dseparation, check_valid_backdoor_set, get_instruments

    graph = _networkx(asked)
    x, y = [asked.exposure], [asked.outcome]
    observed = [name for name in asked.nodes if name not in asked.latent]
    permitted = asked.judge.permitted

    def backdoor(method: BackdoorAdjustment) -> list[list[str]]:
        found = identify_backdoor(graph, x, y, observed, method)
        return [sorted(each.get_adjustment_variables()) for each in found]

    def minimal() -> list[str] | None:
        return next(iter(backdoor(BackdoorAdjustment.BACKDOOR_MIN)), None)

    def valid(chosen: list[str]) -> bool:
        found = check_valid_backdoor_set(graph, x, y, chosen)["is_dseparated"]
        return permitted.issuperset(chosen) and found

    return {
        "minimal set": minimal,
        "converted": minimal,
        "validity": lambda: [valid(chosen) for chosen in asked.adjusted],
        "separation": lambda: [
            check_dseparation(graph, [a], [b], g) for a, b, g in asked.separations
        ],
        "first sets": lambda: backdoor(BackdoorAdjustment.BACKDOOR_EXHAUSTIVE),
        "every set": lambda: backdoor(BackdoorAdjustment.BACKDOOR_EXHAUSTIVE),
        "instruments": lambda: [(name, []) for name in get_instruments(graph, x, y)],
    }


def dowhy_generalized_tasks(asked: Asked) -> Tasks:
    from dowhy.causal_identifier.auto_identifier import identify_generalized_adjustment_set

    graph = _networkx(asked)
    observed = [name for name in asked.nodes if name not in asked.latent]

    def minimal() -> list[str] | None:
        found = identify_generalized_adjustment_set(
            graph, [asked.exposure], [asked.outcome], observed
        )
        return sorted(found[0].get_adjustment_variables()) if found else None

    return {"minimal set": minimal, "converted": minimal}


PEERS: dict[str, Callable[[Asked], Tasks]] = {
    "causalkit": causalkit_tasks,
    "networkx": networkx_tasks,
    "pgmpy": pgmpy_tasks,
    "dowhy": dowhy_tasks,
    "dowhy, generalized": dowhy_generalized_tasks,
}


def _networkx(asked: Asked) -> Any:
    import networkx as nx

    graph = nx.DiGraph()
    graph.add_nodes_from(asked.nodes, latent=False)
    graph.add_nodes_from(asked.latent, latent=True)
    graph.add_edges_from(asked.edges)
    return graph


def timed(call: Call, seconds_enough: float = 0.3, times_enough: int = 7) -> dict[str, Any]:
    seconds: list[float] = []
    while sum(seconds) < seconds_enough and len(seconds) < times_enough:
        started = time.perf_counter()
        answer = call()
        seconds.append(time.perf_counter() - started)
    return {"seconds": seconds, "answer": answer}


def serve(peer: str) -> None:
    # What a library prints must not come between the answers.
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    known: tuple[str, Tasks] = ("", {})
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if known[0] != request["questions"]:
                known = request["questions"], PEERS[peer](Asked.read(request["questions"]))
            if request["task"] in known[1]:
                reply = timed(known[1][request["task"]])
            else:
                reply = {"error": "no such function"}
        except Exception as error:
            reply = {"error": f"{type(error).__name__}: {error}"[:200]}
        print(json.dumps(reply), file=replies, flush=True)


if __name__ == "__main__":
    serve(sys.argv[1])
