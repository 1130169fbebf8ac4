"""Runs peers on the loading instances that `landbridge-bench --export FOLDER loading` wrote.

    python peers_loading.py FOLDER SECONDS

Prints one JSON object: versions, and for each instance and peer the cost (units, where each costs one), the bound,
the seconds for building the model and solving it, the most memory, or why there is no answer. Each answer runs in a
process of its own within SECONDS, and each plan is held to the rules.

OR-Tools CP-SAT: how many vehicles of each model stand on each deck of each unit; units are used in order. It starts
from first fit decreasing and knows the bound by deck length. (With less and less deck length from unit to unit it
finds less.)

HiGHS: arc flow. A path through a graph is a loaded unit: arcs are vehicles, nodes are what is left (length and mass of
the deck, mass and places of the unit), and nodes from which the same vehicles still fit are one node. Where it finds
no better plan than first fit decreasing, that is its answer.
Brandao and Pedroso, "Bin packing and related problems: general arc-flow formulation with graph compression", 2016.
"""

import heapq
import json
import resource
import subprocess
import sys
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

# Arcs beyond which the model of a unit is not given to the solver: it would not even read it in time.
ARCS_MAX = 3_000_000


class TooLarge(Exception):
    """A model that is not built in time."""


class Unit:
    """A kind of equipment, with vehicles as they matter to it: lengths with a gap, and which decks take them."""

    def __init__(self, offer, vehicles):
        self.cost, self.available = offer["cost"], offer["available"]
        self.quantities = [vehicle["quantity"] for vehicle in vehicles]
        self.spans = [vehicle["length"] + offer["gap"] for vehicle in vehicles]
        self.masses = [vehicle["mass"] for vehicle in vehicles]
        self.bays = [deck["length"] + offer["gap"] for deck in offer["decks"]]
        self.fits = [
            [
                all(vehicle[side] <= deck[side] for side in ("length", "width", "height"))
                for vehicle in vehicles
            ]
            for deck in offer["decks"]
        ]
        decks = range(len(self.bays))
        # What no load can exceed stands for "no limit".
        most = [self.bays[deck] // min(self.spans) for deck in decks]
        heaviest = max(self.masses)
        self.places = min(offer["vehicles_max"] or sum(most), sum(most))
        self.deck_payloads = [
            limit if limit is not None else most[deck] * heaviest
            for deck, limit in enumerate(deck["payload"] for deck in offer["decks"])
        ]
        self.payload = offer["payload"] if offer["payload"] is not None else sum(most) * heaviest

    def takes(self, model):
        return any(fits[model] for fits in self.fits)

    def holds(self, load):
        """Whether numbers by deck and model may stand in one unit."""
        total = [sum(n * mass for n, mass in zip(deck, self.masses)) for deck in load]
        return (
            all(sum(n * span for n, span in zip(deck, self.spans)) <= bay for deck, bay in zip(load, self.bays))
            and all(mass <= limit for mass, limit in zip(total, self.deck_payloads))
            and sum(total) <= self.payload
            and sum(map(sum, load)) <= self.places
            and all(fits[k] for deck, fits in zip(load, self.fits) for k, n in enumerate(deck) if n)
        )


def first_fit_decreasing(unit):
    """Loads of one kind of unit, longest vehicles first, those for fewer decks before others."""
    models = [k for k in range(len(unit.spans)) if unit.takes(k)]
    models.sort(key=lambda k: (sum(fits[k] for fits in unit.fits), -unit.spans[k], -unit.masses[k]))
    loads, rooms = [], []
    for k in models:
        first, left = 0, unit.quantities[k]
        while left:
            if first == len(loads):
                loads.append([[0] * len(unit.spans) for _ in unit.bays])
                rooms.append([list(unit.bays), list(unit.deck_payloads), unit.payload, unit.places])
            load, room = loads[first], rooms[first]
            # Upper decks first: they take fewer models.
            for deck in reversed(range(len(unit.bays))):
                if not unit.fits[deck][k]:
                    continue
                count = min(
                    left,
                    room[0][deck] // unit.spans[k],
                    room[1][deck] // unit.masses[k],
                    room[2] // unit.masses[k],
                    room[3],
                )
                load[deck][k] += count
                room[0][deck] -= count * unit.spans[k]
                room[1][deck] -= count * unit.masses[k]
                room[2] -= count * unit.masses[k]
                room[3] -= count
                left -= count
            first += 1
    return loads


def length_bound(units):
    """Fewest costs by deck length alone, where there is one kind of unit."""
    if len(units) > 1:
        return 0
    [unit] = units
    total = sum(span * quantity for span, quantity in zip(unit.spans, unit.quantities))
    return -(-total // sum(unit.bays)) * unit.cost


def cost_of(units, loads):
    """Cost of loads by kind of unit, which must hold every vehicle once and break no rule."""
    placed = [0] * len(units[0].quantities)
    for unit, own in zip(units, loads):
        if unit.available is not None and len(own) > unit.available:
            raise ValueError("more units than there are")
        for load in own:
            if not unit.holds(load):
                raise ValueError("a load breaks a rule")
            for deck in load:
                placed = [known + n for known, n in zip(placed, deck)]
    if placed != units[0].quantities:
        raise ValueError("not every vehicle stands once")
    return sum(unit.cost * len(own) for unit, own in zip(units, loads))


def with_cp_sat(units, threads, deadline):
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    models = range(len(units[0].quantities))
    placed = [[] for _ in models]
    # One kind alone is a plan; of the others there are slots for as many as could be of use.
    start = first_fit_decreasing(units[0])
    costs, variables = [], []
    for which, unit in enumerate(units):
        loads = start if which == 0 else first_fit_decreasing(unit)
        slots = loads if unit.available is None else loads[: unit.available]
        own, before = [], None
        for load in slots:
            hint = load if which == 0 else [[0] * len(models) for _ in unit.bays]
            used = model.new_bool_var("")
            model.add_hint(used, any(map(any, hint)))
            numbers = []
            for deck, bay in enumerate(unit.bays):
                numbers.append({})
                for k in models:
                    if unit.fits[deck][k]:
                        most = min(bay // unit.spans[k], unit.quantities[k])
                        numbers[deck][k] = number = model.new_int_var(0, most, "")
                        model.add_hint(number, hint[deck][k])
                        placed[k].append(number)
                spans = sum(number * unit.spans[k] for k, number in numbers[deck].items())
                model.add(spans <= bay * used)
                masses = sum(number * unit.masses[k] for k, number in numbers[deck].items())
                model.add(masses <= unit.deck_payloads[deck] * used)
            every = [(k, number) for deck in numbers for k, number in deck.items()]
            model.add(sum(number * unit.masses[k] for k, number in every) <= unit.payload * used)
            model.add(sum(number for _, number in every) <= unit.places * used)
            if before is not None:
                model.add_implication(used, before)
            before = used
            costs.append(unit.cost * used)
            own.append((used, numbers))
            if time.perf_counter() > deadline:
                raise TooLarge("its model was not built in time")
        variables.append(own)
    for k in models:
        model.add(sum(placed[k]) == units[0].quantities[k])
    bound = length_bound(units)
    model.add(sum(costs) >= bound)
    model.minimize(sum(costs))

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = threads
    # With one thread or two its default finds less.
    solver.parameters.linearization_level = 2
    solver.parameters.max_time_in_seconds = max(0.1, deadline - time.perf_counter())
    status = solver.solve(model)
    bound = max(bound, round(solver.best_objective_bound))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return {"bound": bound, "missing": "no plan in time"}
    loads = [
        [
            [[solver.value(deck[k]) if k in deck else 0 for k in models] for deck in numbers]
            for used, numbers in own
            if solver.value(used)
        ]
        for own in variables
    ]
    return {"cost": cost_of(units, loads), "bound": bound}


class Graph:
    """All loads of a unit as paths from node 0 to node 1; arcs are (from, to, deck and model or None)."""

    def __init__(self, unit, deadline):
        self.unit, self.deadline = unit, deadline
        # On each deck the longest first.
        self.order = [
            sorted((k for k, fits in enumerate(deck) if fits), key=lambda k: (-unit.spans[k], -unit.masses[k]))
            for deck in unit.fits
        ]
        self.tables = [
            [self.heaviest(deck, first) for first in range(len(order) + 1)] for deck, order in enumerate(self.order)
        ]
        # The most mass that later decks can add.
        self.later = [0] * (len(unit.bays) + 1)
        for deck in reversed(range(len(unit.bays))):
            most = min(self.tables[deck][0][unit.bays[deck]], unit.deck_payloads[deck])
            self.later[deck] = self.later[deck + 1] + most
        self.shortest = min(unit.spans)
        # What later decks can add in vehicles.
        self.later_places = [0] * (len(unit.bays) + 1)
        for deck in reversed(range(len(unit.bays))):
            self.later_places[deck] = self.later_places[deck + 1] + unit.bays[deck] // self.shortest
        self.arcs = self.build()

    def heaviest(self, deck, first):
        """By length, the most mass that models from one on can add: an unbounded knapsack."""
        import numpy

        unit = self.unit
        best = numpy.zeros(unit.bays[deck] + 1, dtype=numpy.int64)
        for k in self.order[deck][first:]:
            span, mass = unit.spans[k], unit.masses[k]
            for count in range(1, unit.bays[deck] // span + 1):
                numpy.maximum(best[span:], best[:-span] + mass, out=best[span:])
        return best

    def lifted(self, deck, first, room, deck_mass, mass, places):
        """What is left, without what no vehicle could use, so that equal futures are one node."""
        more = int(self.tables[deck][first][room])
        deck_mass = min(deck_mass, more)
        mass = min(mass, deck_mass + self.later[deck + 1])
        places = min(places, room // self.shortest + self.later_places[deck + 1])
        return deck, room, deck_mass, mass, places

    def build(self):
        import numpy

        unit = self.unit
        self.fillable = []
        for deck, order in enumerate(self.order):
            rows = []
            for first in range(len(order) + 1):
                reach = numpy.zeros(unit.bays[deck] + 1, dtype=bool)
                reach[0] = True
                for k in order[first:]:
                    for _ in range(unit.bays[deck] // unit.spans[k]):
                        reach[unit.spans[k] :] |= reach[: -unit.spans[k]]
                rows.append(numpy.maximum.accumulate(numpy.where(reach, numpy.arange(len(reach)), 0)))
            self.fillable.append(rows)

        start, first = self.node(0, 0, unit.bays[0], unit.deck_payloads[0], unit.payload, unit.places)
        numbers, arcs = {start: 0, None: 1}, []
        # Nodes in the order of decks and of length used, so that all ways into one are known before those out of it;
        # models go on from the first that any of these ways may still take.
        firsts, waiting = {start: first}, [(*key(start), start)]
        while waiting:
            state = heapq.heappop(waiting)[-1]
            (deck, room, deck_mass, mass, places), first = state, firsts[state]
            steps = []
            # On to the next deck, or done.
            if deck + 1 < len(unit.bays):
                bay, payload = unit.bays[deck + 1], unit.deck_payloads[deck + 1]
                steps.append((self.node(deck + 1, 0, bay, payload, mass, places), None))
            else:
                steps.append(((None, 0), None))
            for at in range(first, len(self.order[deck])):
                k = self.order[deck][at]
                span, heavy = unit.spans[k], unit.masses[k]
                if span <= room and heavy <= min(deck_mass, mass) and places:
                    following = self.node(deck, at, room - span, deck_mass - heavy, mass - heavy, places - 1)
                    steps.append((following, (deck, k)))
            for (following, first), what in steps:
                if following not in numbers:
                    numbers[following] = len(numbers)
                    heapq.heappush(waiting, (*key(following), following))
                firsts[following] = min(first, firsts.get(following, first))
                arcs.append((numbers[state], numbers[following], what))
            if len(arcs) > ARCS_MAX or time.perf_counter() > self.deadline:
                raise TooLarge(f"its graph was not built in time, at {len(arcs):,} arcs")
        self.nodes = len(numbers)
        return arcs

    def node(self, deck, first, room, deck_mass, mass, places):
        """Where a load goes on: what is left of deck and unit, and the first model that still fits."""
        order = self.order[deck]
        while first < len(order) and self.unit.spans[order[first]] > room:
            first += 1
        room = int(self.fillable[deck][first][room])
        return self.lifted(deck, first, room, deck_mass, mass, places), first


def key(state):
    return state[0], -state[1]


def with_highs(units, threads, deadline):
    import highspy
    import numpy

    graphs = [Graph(unit, deadline) for unit in units]
    models = range(len(units[0].quantities))
    # Columns: arcs of all graphs, then for each graph the units used. Rows: nodes, then models.
    columns = sum(len(graph.arcs) + 1 for graph in graphs)
    first_row = numpy.cumsum([0] + [graph.nodes for graph in graphs])
    rows = int(first_row[-1]) + len(models)
    starts, index, value = [0], [], []
    cost, upper = numpy.zeros(columns), numpy.full(columns, highspy.kHighsInf)
    for which, graph in enumerate(graphs):
        base = int(first_row[which])
        for tail, head, what in graph.arcs:
            index += [base + tail, base + head]
            value += [-1.0, 1.0]
            if what is not None:
                index.append(int(first_row[-1]) + what[1])
                value.append(1.0)
            starts.append(len(index))
        # Back from the end to the start.
        index += [base + 1, base]
        value += [-1.0, 1.0]
        starts.append(len(index))
        cost[len(starts) - 2] = graph.unit.cost
        if graph.unit.available is not None:
            upper[len(starts) - 2] = graph.unit.available
    sides = numpy.zeros(rows)
    sides[int(first_row[-1]) :] = units[0].quantities

    problem = highspy.HighsLp()
    problem.num_col_, problem.num_row_ = columns, rows
    problem.col_cost_, problem.col_lower_, problem.col_upper_ = cost, numpy.zeros(columns), upper
    problem.row_lower_, problem.row_upper_ = sides, sides
    problem.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    problem.a_matrix_.start_ = numpy.array(starts)
    problem.a_matrix_.index_ = numpy.array(index)
    problem.a_matrix_.value_ = numpy.array(value)
    problem.integrality_ = [highspy.HighsVarType.kInteger] * columns
    solver = highspy.Highs()
    for option, setting in [
        ("output_flag", False),
        ("threads", threads),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 0.999 if all(unit.cost == int(unit.cost) for unit in units) else 0.0),
        ("time_limit", max(0.1, deadline - time.perf_counter())),
    ]:
        solver.setOptionValue(option, setting)
    solver.passModel(problem)
    solver.run()
    info = solver.getInfo()
    known = cost_of(units[:1], [first_fit_decreasing(units[0])])
    size = {"arcs": sum(len(graph.arcs) for graph in graphs)}
    dual = info.mip_dual_bound
    # Costs are whole, so the bound is rounded up; a millionth is the solver's own tolerance.
    bound = max(0, int(-(-(dual - 1e-6) // 1))) if abs(dual) < 1e15 else 0
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return {**size, "cost": known, "bound": bound}
    flows = numpy.rint(solver.getSolution().col_value).astype(int)
    loads, column = [], 0
    for graph in graphs:
        loads.append(paths(graph, flows[column : column + len(graph.arcs)]))
        column += len(graph.arcs) + 1
    return {**size, "cost": min(known, cost_of(units, loads)), "bound": bound}


def paths(graph, flows):
    """Loads of units from the flows of arcs."""
    leaving = {}
    for (tail, head, what), flow in zip(graph.arcs, flows):
        if flow:
            leaving.setdefault(tail, []).append([head, what, int(flow)])
    loads = []
    while leaving.get(0):
        load, node = [[0] * len(graph.unit.spans) for _ in graph.unit.bays], 0
        while node != 1:
            arc = leaving[node][-1]
            head, what, _ = arc
            arc[2] -= 1
            if not arc[2]:
                leaving[node].pop()
            if what is not None:
                load[what[0]][what[1]] += 1
            node = head
        loads.append(load)
    return loads


PEERS = {"cp-sat": with_cp_sat, "arc flow": with_highs}


def one(peer, threads, seconds, path):
    """In this process: one instance, one peer."""
    instance = json.loads(Path(path).read_text())
    units = [Unit(offer, instance["vehicles"]) for offer in instance["offers"]]
    # What is imported once is not the model's time.
    if peer == "cp-sat":
        import ortools.sat.python.cp_model
    else:
        import highspy
        import numpy
    begin = time.perf_counter()
    try:
        answer = PEERS[peer](units, int(threads), begin + float(seconds))
    except TooLarge as error:
        answer = {"missing": str(error)}
    answer["seconds"] = time.perf_counter() - begin
    answer["peak_kib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    json.dump(answer, sys.stdout)


def asked(peer, threads, seconds, path):
    """An answer of a process of its own, which is ended if it does not keep its time by itself."""
    command = [sys.executable, __file__, "--one", peer, str(threads), str(seconds), str(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=2 * seconds + 10, check=True)
        # Solvers greet; the answer is the last line.
        return json.loads(done.stdout.splitlines()[-1])
    except subprocess.TimeoutExpired:
        return {"missing": "it did not keep to its time"}
    except subprocess.CalledProcessError as error:
        last = error.stderr.strip().splitlines()[-1:] or [f"it ended with {error.returncode}"]
        return {"missing": last[0]}


def main():
    if sys.argv[1] == "--one":
        one(*sys.argv[2:])
        return
    folder, seconds = Path(sys.argv[1]) / "loading", float(sys.argv[2])
    results = {"seconds": seconds, "versions": {}, "answers": [], "first_fit_decreasing": {}}
    for package in ["ortools", "highspy"]:
        try:
            results["versions"][package] = version(package)
        except PackageNotFoundError:
            results["versions"][package] = None
    # By size of the file's instance, so that the page reads from small to large.
    files = sorted(folder.glob("*.json"), key=lambda path: (path.stem == "mixed", len(path.stem), path.stem))
    for path in files:
        instance = json.loads(path.read_text())
        units = [Unit(offer, instance["vehicles"]) for offer in instance["offers"]]
        results["first_fit_decreasing"][path.stem] = cost_of(units[:1], [first_fit_decreasing(units[0])])
        for package, peer, threads in [
            ("ortools", "cp-sat", 1),
            ("ortools", "cp-sat", 2),
            ("highspy", "arc flow", 1),
        ]:
            if results["versions"][package]:
                answer = asked(peer, threads, seconds, path)
                results["answers"].append({"instance": path.stem, "peer": peer, "threads": threads, **answer})
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main()
