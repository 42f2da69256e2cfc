"""A line along right angles as the path of an SVG, its corners rounded."""

Point = tuple[int, int]


def svg_path(points: tuple[Point, ...], *, radius: int) -> str:
    """The `d` of a path through these points; a corner between short legs is rounded less."""
    steps = [f"M{points[0][0]} {points[0][1]}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        (ax, ay), (cx, cy), (bx, by) = before, corner, after
        into, out = abs(ax - cx) + abs(ay - cy), abs(bx - cx) + abs(by - cy)
        r = min(radius, into // 2, out // 2)
        if r:
            ix, iy = cx + (ax - cx) * r // into, cy + (ay - cy) * r // into
            ox, oy = cx + (bx - cx) * r // out, cy + (by - cy) * r // out
            steps.append(f"L{ix} {iy}Q{cx} {cy} {ox} {oy}")
    steps.append(f"L{points[-1][0]} {points[-1][1]}")
    return "".join(steps)
