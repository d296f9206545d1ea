"""An instant choice, while a slider moves: best points for what is scarce first, with a bound on its gap."""

from __future__ import annotations

from collections.abc import Iterable

from canivet.decisions.portfolio import Choice, Problem, Row, ordered, rows_of, value_of


def greedy(problem: Problem) -> Choice:
    """Take what is required, then actions by points over the share of the limits they use, while they fit.

    An action comes with its prerequisites. The bound is the lowest of those of each limit taken alone, where
    actions may be taken in part: no choice brings more.
    """
    rows = rows_of(problem)
    caps = [
        row
        for row in rows
        if row.most is not None and row.most > 0 and min(row.coefficients.values(), default=0) >= 0
    ]
    gains = {action.id: action.gain for action in problem.actions}
    needs = {action.id: action.prerequisites for action in problem.actions}
    weights = {name: _weight(name, caps) for name in gains}
    order = sorted(gains, key=lambda name: (-gains[name] / (weights[name] or 1e-9), name))
    order = [
        *sorted(problem.limits.required & gains.keys()),
        *(n for n in order if n not in problem.limits.required),
    ]
    wanted = [row for row in rows if row.least is not None]
    upper = [row for row in rows if row.most is not None]
    chosen: frozenset[str] = frozenset()
    # What a theme needs first comes first, or the rest may leave no room for it.
    for row in wanted:
        for name in order:
            if row.holds(chosen):
                break
            if name in row.coefficients:
                chosen = _with(name, chosen, needs, upper)
    for name in order:
        if name not in chosen and gains[name] > 0:
            trial = _with(name, chosen, needs, upper)
            if value_of(problem, trial) > value_of(problem, chosen):
                chosen = trial
    return Choice(ordered(problem, chosen), value_of(problem, chosen), _bound(gains, caps))


def preview(problem: Problem) -> Choice:
    """The instant choice, with the better of its bound and of that of actions taken in part."""
    from canivet.decisions.solver import exact

    found = greedy(problem)
    return Choice(found.chosen, found.value, min(found.bound, exact(problem, relaxed=True).bound))


def _weight(name: str, caps: Iterable[Row]) -> float:
    return sum(row.coefficients.get(name, 0.0) / (row.most or 1.0) for row in caps)


def _with(
    name: str, chosen: frozenset[str], needs: dict[str, tuple[str, ...]], upper: Iterable[Row]
) -> frozenset[str]:
    """The choice with an action and its prerequisites; the same where they do not fit."""
    wanted, todo = {name}, [name]
    while todo:
        for other in needs.get(todo.pop(), ()):
            if other not in wanted:
                wanted.add(other)
                todo.append(other)
    trial = chosen | wanted
    return trial if all(row.holds(trial) for row in upper) else chosen


def _bound(gains: dict[str, float], caps: Iterable[Row]) -> float:
    """The lowest bound of one limit alone: by points per unit, the last action taken in part."""
    best = sum(gain for gain in gains.values() if gain > 0)
    for row in caps:
        left, total = float(row.most or 0.0), 0.0
        by_rate = sorted(
            ((gain, row.coefficients.get(name, 0.0)) for name, gain in gains.items() if gain > 0),
            key=lambda item: item[1] / item[0],
        )
        for gain, used in by_rate:
            if used <= left:
                total, left = total + gain, left - used
            else:
                total += gain * left / used
                break
        best = min(best, total)
    return best
