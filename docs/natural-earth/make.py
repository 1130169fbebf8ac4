#!/usr/bin/env python3
"""Make crates/reporting/assets/natural-earth.txt.

Usage, from the workspace root:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python3 docs/natural-earth/make.py package > crates/reporting/assets/natural-earth.txt

The input is `countries-50m.json` of the world-atlas npm package: Natural Earth 4.1 at 1:50 million as TopoJSON.
Each arc is simplified once and then used by every ring and border it belongs to, so shared borders stay shared.
The package has no lakes; the rings of three large ones are copied below from Natural Earth's `ne_110m_lakes`.
Only the standard library is used, and the output is the same on every run.
"""

import json
import math
import sys

# The drawn region is lon 44..125, lat 20..56; a conic picture shows a little more in its corners.
LON = (33.0, 137.0)
LAT = (13.0, 58.0)
# Largest triangle, in square degrees shrunk by cos(lat), that simplification may drop.
TRIANGLE_INSIDE = 0.006
TRIANGLE_OUTSIDE = 0.12
INSIDE = (44.0, 130.0, 16.0, 58.0)
# Islands and holes smaller than this many square degrees are left out.
SMALLEST_RING = 0.12

# Natural Earth, ne_110m_lakes, rounded to two decimals: Aral Sea, Lake Balkhash, Lake Baikal.
LAKES = [
    "60.05,44.26 59.77,44.16 59.06,44.37 59.35,45.00 59.36,45.19 58.96,45.38 58.92,45.10 58.92,44.74 58.50,44.21 "
    "58.29,44.47 58.29,44.89 58.69,45.50 58.78,45.89 59.20,45.94 59.54,45.71 59.56,46.31 59.77,46.25 60.12,46.10 "
    "60.12,45.89 59.95,45.81 59.84,45.52 60.12,45.57 60.24,44.78 60.05,44.26",
    "78.99,46.75 79.25,46.65 78.89,46.37 78.45,46.30 77.21,46.40 75.61,46.51 75.46,46.67 75.41,46.47 74.91,46.40 "
    "74.77,46.11 74.28,46.00 74.10,44.99 73.44,45.61 73.44,45.81 73.74,46.01 73.68,46.18 74.02,46.20 74.09,46.43 "
    "74.94,46.82 76.20,46.78 77.18,46.64 77.86,46.65 78.30,46.47 78.40,46.66 78.99,46.75",
    "106.58,52.80 106.54,52.94 107.08,53.18 107.30,53.38 107.60,53.52 108.04,53.86 108.38,54.26 109.05,55.03 "
    "109.19,55.54 109.51,55.73 109.93,55.71 109.70,54.98 109.66,54.72 109.48,54.34 109.32,53.82 109.22,53.62 "
    "109.00,53.78 108.60,53.44 108.80,53.38 108.76,53.20 108.46,53.14 108.18,52.80 107.80,52.58 107.32,52.42 "
    "106.64,52.32 106.10,52.04 105.74,51.76 105.24,51.52 104.82,51.46 104.30,51.50 103.76,51.60 103.62,51.74 "
    "103.86,51.86 104.40,51.86 105.06,52.00 105.48,52.28 105.98,52.52 106.26,52.62 106.58,52.80",
]


def decode_arcs(topology):
    """The arcs of a quantised topology as lists of (lon, lat)."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for deltas in topology["arcs"]:
        x = y = 0
        arc = []
        for delta in deltas:
            x, y = x + delta[0], y + delta[1]
            arc.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(arc)
    return arcs


def triangle(a, b, c):
    """Area of a triangle, longitudes shrunk by the cosine of its latitude."""
    area = abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2
    area *= math.cos(math.radians(min(abs(b[1]), 80)))
    inside = INSIDE[0] <= b[0] <= INSIDE[1] and INSIDE[2] <= b[1] <= INSIDE[3]
    return area / (TRIANGLE_INSIDE if inside else TRIANGLE_OUTSIDE)


def simplify(arc):
    """Visvalingam and Whyatt: drop the point of the smallest triangle until none is small; ends are kept."""
    points = list(arc)
    least = 4 if arc[0] == arc[-1] else 2
    while len(points) > least:
        areas = [triangle(points[i - 1], points[i], points[i + 1]) for i in range(1, len(points) - 1)]
        smallest = min(areas)
        if smallest >= 1:
            break
        del points[areas.index(smallest) + 1]
    return points


def ring_of(indices, arcs):
    """The arcs of one ring, joined."""
    ring = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(arc[1:] if ring else arc)
    return ring


def cut(points, axis, limit, keep_below):
    """One pass of Sutherland and Hodgman over a closed ring."""
    out = []
    for i, here in enumerate(points):
        there = points[i - 1]
        here_in = (here[axis] <= limit) if keep_below else (here[axis] >= limit)
        there_in = (there[axis] <= limit) if keep_below else (there[axis] >= limit)
        if here_in != there_in:
            part = (limit - there[axis]) / (here[axis] - there[axis])
            out.append(tuple(t + part * (h - t) for h, t in zip(here, there)))
        if here_in:
            out.append(here)
    return out


def clip_ring(ring):
    """The ring cut to the region, still closed; empty if nothing is left."""
    points = ring[:-1]
    for axis, limit, below in ((0, LON[0], False), (0, LON[1], True), (1, LAT[0], False), (1, LAT[1], True)):
        points = cut(points, axis, limit, below) if points else points
    return points + points[:1]


def clip_line(line):
    """Runs of consecutive points in the region; the last step out of it is beyond any picture."""
    runs, run = [], []
    for point in line:
        if LON[0] <= point[0] <= LON[1] and LAT[0] <= point[1] <= LAT[1]:
            run.append(point)
        elif run:
            runs.append(run)
            run = []
    return runs + [run] if run else runs


def area(ring):
    """Unsigned area of a closed ring in square degrees."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:]))) / 2


def text(points):
    """Rounded points, repeats dropped; no trailing zeros."""
    out = []
    for lon, lat in points:
        item = ",".join(f"{v:.2f}".rstrip("0").rstrip(".") for v in (lon, lat))
        if not out or out[-1] != item:
            out.append(item)
    return out


def flat(indices):
    """All arc numbers of a geometry, whatever its nesting."""
    for item in indices:
        if isinstance(item, list):
            yield from flat(item)
        else:
            yield item


def main():
    with open(f"{sys.argv[1]}/countries-50m.json", encoding="utf-8") as file:
        topology = json.load(file)
    arcs = [simplify(arc) for arc in decode_arcs(topology)]
    users = {}
    for country in topology["objects"]["countries"]["geometries"]:
        for index in flat(country.get("arcs", [])):
            users.setdefault(index if index >= 0 else ~index, []).append(country["properties"]["name"])

    lines = []
    for geometry in topology["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in polygons:
            for number, ring in enumerate(polygon):
                clipped = clip_ring(ring_of(ring, arcs))
                items = text(clipped)
                if len(items) >= 4 and area(clipped) >= SMALLEST_RING:
                    lines.append(("land" if number == 0 else "water", items))
    for lake in LAKES:
        lines.append(("water", text([tuple(map(float, item.split(","))) for item in lake.split()])))
    for index in sorted(users):
        if len(set(users[index])) > 1:
            for run in clip_line(arcs[index]):
                items = text(run)
                if len(items) >= 2:
                    lines.append(("border", items))

    print("# Land, inland water and boundaries between lon 33 and 137, lat 13 and 58.")
    print("# Natural Earth 4.1, 1:50 million (lakes: 1:110 million), public domain; made by docs/natural-earth/make.py.")
    print("# One polyline a line: kind, then lon,lat pairs in degrees. `land` and `water` rings are closed (first = last).")
    for kind in ("land", "water", "border"):
        for name, items in lines:
            if name == kind:
                print(kind, *items)


if __name__ == "__main__":
    main()
