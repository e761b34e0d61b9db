"""Rates by which all points of a plain network can move for ever at once: one *ray* for every distance that is open.

Takes arcs `target <= source + weight` as lists of what is adjacent to each point, gives a whole number a point; never
looks at weights. No bound grows under the rates, and what no path of arcs holds together moves apart. Points that hold
each other move alike: they are the strongly connected components (Tarjan, SIAM Journal on Computing 1, 1972), which
come out with whatever an arc leads to first.
"""

from __future__ import annotations

from chrono.engine.shortest_paths import Adjacent, Extra


def rates(out: Adjacent, extra: Extra) -> list[int]:
    """For each point its rate, that of the zero being 0: along an arc it never rises, and it falls wherever no path
    leads back. `extra` is what more arcs add to those of `out`."""
    count = len(out)
    number = [0] * count
    """In which order points were met, from 1 on; `count` + 1 once their component is known."""
    lowest = [0] * count
    component = [0] * count
    met = known = 0
    open_: list[int] = []
    for start in range(count):
        if number[start]:
            continue
        met += 1
        number[start] = lowest[start] = met
        open_.append(start)
        ways = [(start, iter((*out[start], *extra.get(start, ()))))]
        while ways:
            point, leaving = ways[-1]
            for target, _, _ in leaving:
                if not number[target]:
                    met += 1
                    number[target] = lowest[target] = met
                    open_.append(target)
                    ways.append((target, iter((*out[target], *extra.get(target, ())))))
                    break
                if number[target] < lowest[point]:
                    lowest[point] = number[target]
            else:
                ways.pop()
                if lowest[point] == number[point]:
                    while True:
                        member = open_.pop()
                        component[member], number[member] = known, count + 1
                        if member == point:
                            break
                    known += 1
                if ways and lowest[point] < lowest[ways[-1][0]]:
                    lowest[ways[-1][0]] = lowest[point]
    return [at - component[0] for at in component]
