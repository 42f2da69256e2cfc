"""A right-angled line as the path of an SVG, with rounded corners."""

Point = tuple[int, int]


def svg_path(points: tuple[Point, ...], *, radius: int) -> str:
    """The attribute `d` of a path through these points. `radius` is in pixels; it is smaller between short segments."""
    steps = [f"M{points[0][0]} {points[0][1]}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        (ax, ay), (cx, cy), (bx, by) = before, corner, after
        length_in, length_out = abs(ax - cx) + abs(ay - cy), abs(bx - cx) + abs(by - cy)
        r = min(radius, length_in // 2, length_out // 2)
        if r:
            start_x, start_y = cx + (ax - cx) * r // length_in, cy + (ay - cy) * r // length_in
            end_x, end_y = cx + (bx - cx) * r // length_out, cy + (by - cy) * r // length_out
            steps.append(f"L{start_x} {start_y}Q{cx} {cy} {end_x} {end_y}")
    steps.append(f"L{points[-1][0]} {points[-1][1]}")
    return "".join(steps)
