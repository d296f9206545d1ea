"""Exact choice with HiGHS (MIT): a mixed-integer programme, built once from the rows of a problem.

The solver is loaded on first use: most commands do without. It never prints, and stops at a time limit with
the gap that is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from canivet.decisions.portfolio import Choice, Problem, Row, ordered, rows_of, value_of
from canivet.footprint.cells import Floats

INFINITY = float("inf")
SECONDS = 10.0
#: Relative gap under which two choices are the same one.
EXACT = 1e-9


@dataclass(frozen=True, slots=True)
class Programme:
    """Maximise ``costs @ x``, ``low ≤ matrix @ x ≤ high``, the first ``whole`` columns being 0 or 1.

    ``matrix`` is a list of (columns, values), one per row.
    """

    costs: Floats
    lower: Floats
    upper: Floats
    whole: int
    matrix: tuple[tuple[list[int], list[float]], ...]
    low: Floats
    high: Floats


class Infeasible(Exception):
    """No choice keeps to every constraint."""


def exact(problem: Problem, *, seconds: float = SECONDS, relaxed: bool = False) -> Choice:
    """The best choice; raises `Infeasible` when there is none.

    ``relaxed`` lets actions be chosen in part: nothing is chosen then, but ``bound`` holds for any choice.
    """
    solution, bound = solve(programme_of(problem), seconds=seconds, relaxed=relaxed)
    if relaxed:
        return Choice((), 0.0, bound)
    chosen = ordered(problem, (a.id for a, x in zip(problem.actions, solution, strict=False) if x > 0.5))
    value = value_of(problem, chosen)
    return Choice(chosen, value, max(bound, value))


def programme_of(problem: Problem, rows: Sequence[Row] | None = None) -> Programme:
    """The programme of a problem: one column per action, then one per overlap.

    The column of an overlap is at least ``x + y - 1`` and costs it: it is one exactly when both are chosen.
    """
    index, actions = problem.index, problem.actions
    pairs = [
        pair for pair, lost in sorted(problem.overlaps.items()) if lost > 0 and set(pair) <= index.keys()
    ]
    costs = [action.gain for action in actions] + [-problem.overlaps[pair] for pair in pairs]
    matrix: list[tuple[list[int], list[float]]] = []
    low: list[float] = []
    high: list[float] = []
    for row in rows_of(problem) if rows is None else rows:
        known = {name: value for name, value in row.coefficients.items() if name in index}
        matrix.append(([index[name] for name in known], list(known.values())))
        low.append(-INFINITY if row.least is None else float(row.least))
        high.append(INFINITY if row.most is None else float(row.most))
    for position, (one, other) in enumerate(pairs, len(actions)):
        matrix.append(([index[one], index[other], position], [1.0, 1.0, -1.0]))
        low.append(-INFINITY)
        high.append(1.0)
    size = len(actions) + len(pairs)
    return Programme(
        np.array(costs),
        np.zeros(size),
        np.ones(size),
        len(actions),
        tuple(matrix),
        np.array(low),
        np.array(high),
    )


def solve(
    programme: Programme, *, seconds: float = SECONDS, relaxed: bool = False, gap: float = EXACT
) -> tuple[Floats, float]:
    """Values of the columns, and the bound on what any choice brings; raises `Infeasible`.

    The search stops when the choice is within ``gap`` of the bound, or after ``seconds``.
    """
    import highspy

    # The class beneath ``Highs``, which prints a banner when it sets up callbacks that we do not use.
    solver: Any = highspy._core._Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("mip_rel_gap", gap)
    solver.setOptionValue("threads", 1)
    solver.passModel(_model(highspy, programme, relaxed=relaxed))
    solver.run()
    status = solver.getModelStatus()
    known = highspy.HighsModelStatus
    if status in (known.kInfeasible, known.kUnboundedOrInfeasible):
        raise Infeasible
    solution = np.array(solver.getSolution().col_value)
    info = solver.getInfo()
    bound = info.objective_function_value if relaxed else info.mip_dual_bound
    return solution, float(bound)


def _model(highspy: Any, programme: Programme, *, relaxed: bool) -> Any:
    model = highspy.HighsLp()
    size, rows = len(programme.costs), len(programme.matrix)
    model.num_col_, model.num_row_ = size, rows
    model.col_cost_ = programme.costs
    model.col_lower_, model.col_upper_ = programme.lower, programme.upper
    model.row_lower_, model.row_upper_ = programme.low, programme.high
    model.sense_ = highspy.ObjSense.kMaximize
    if not relaxed:
        kinds = highspy.HighsVarType
        model.integrality_ = [kinds.kInteger] * programme.whole + [kinds.kContinuous] * (
            size - programme.whole
        )
    starts = np.cumsum([0, *(len(columns) for columns, _ in programme.matrix)])
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = starts.astype(np.int32)
    matrix.index_ = np.array([c for columns, _ in programme.matrix for c in columns], dtype=np.int32)
    matrix.value_ = np.array([v for _, values in programme.matrix for v in values], dtype=np.float64)
    return model


def conflict(problem: Problem) -> tuple[str, ...]:
    """Names of constraints that cannot hold together, none of which can be spared; empty when all hold.

    Deletion filter: a row without which the rest still fails is not part of the conflict.
    """
    rows = rows_of(problem)
    if _feasible(problem, rows):
        return ()
    for row in list(rows):
        without = [item for item in rows if item is not row]
        if not _feasible(problem, without):
            rows = without
    return tuple(row.name for row in rows)


def _feasible(problem: Problem, rows: Sequence[Row]) -> bool:
    programme = programme_of(Problem(problem.actions, problem.limits), rows)
    try:
        solve(Programme(np.zeros_like(programme.costs), programme.lower, programme.upper, programme.whole,
                        programme.matrix, programme.low, programme.high))  # fmt: skip
    except Infeasible:
        return False
    return True
