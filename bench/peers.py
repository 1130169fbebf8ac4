"""Runs peers in Python on the graphs and questions that `landbridge-bench --export FOLDER` wrote.

    python peers.py FOLDER RUNS

Prints one JSON object: for each peer its version and the median seconds per question, graph building left out, or
why it did not run. Each answer is held to the one exported.
"""

import itertools
import json
import platform
import statistics
import sys
import time
from pathlib import Path


def arcs(folder, name):
    with open(folder / f"{name}.csv", encoding="ascii") as lines:
        return [tuple(map(int, line.split(","))) for line in lines]


def median(runs, task, expected):
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        answer = task()
        seconds.append(time.perf_counter() - start)
        if answer != expected:
            raise ValueError(f"{answer} where {expected} was expected")
    return statistics.median(seconds)


def with_networkx(folder, runs):
    import networkx as nx

    road = json.loads((folder / "road.json").read_text())
    graph = nx.DiGraph()
    graph.add_nodes_from(range(road["nodes"]))
    graph.add_weighted_edges_from(arcs(folder, "road"))
    source, target = road["source"], road["target"]
    few = max(1, runs // 2)
    results = {
        "one distance": median(
            few, lambda: nx.bidirectional_dijkstra(graph, source, target, weight="weight")[0], road["distance"]
        ),
        "one to all": median(
            few,
            lambda: sum(nx.single_source_dijkstra_path_length(graph, source, weight="weight").values()),
            road["total"],
        ),
    }

    best = json.loads((folder / "k_best.json").read_text())
    small = nx.DiGraph()
    small.add_weighted_edges_from(arcs(folder, "k_best"))

    def shortest():
        paths = nx.shortest_simple_paths(small, best["source"], best["target"], weight="weight")
        return [nx.path_weight(small, path, "weight") for path in itertools.islice(paths, len(best["lengths"]))]

    results["k shortest"] = median(1, shortest, best["lengths"])
    return {"version": nx.__version__, "seconds": results}


def with_rustworkx(folder, runs):
    import rustworkx as rx

    road = json.loads((folder / "road.json").read_text())
    graph = rx.PyDiGraph()
    graph.add_nodes_from(range(road["nodes"]))
    graph.add_edges_from(arcs(folder, "road"))
    source, target = road["source"], road["target"]

    def distance():
        return int(rx.dijkstra_shortest_path_lengths(graph, source, float, goal=target)[target])

    def total():
        return int(sum(rx.dijkstra_shortest_path_lengths(graph, source, float).values()))

    results = {
        "one distance": median(runs, distance, road["distance"]),
        "one to all": median(runs, total, road["total"]),
    }
    return {"version": rx.__version__, "seconds": results}


def main():
    folder, runs = Path(sys.argv[1]), int(sys.argv[2])
    peers = {"python": platform.python_version()}
    for name, run in [("networkx", with_networkx), ("rustworkx", with_rustworkx)]:
        try:
            peers[name] = run(folder, runs)
        except ImportError:
            peers[name] = {"missing": "it could not be installed"}
        except Exception as error:
            peers[name] = {"missing": f"it did not run: {error}"}
    json.dump(peers, sys.stdout)


if __name__ == "__main__":
    main()
