"""The portfolio: equal to trying everything, robust, and clear when nothing can hold together."""

from __future__ import annotations

import numpy as np
import pytest
from random_problems import best, choices, drawn

from canivet.decisions.greedy import greedy, preview
from canivet.decisions.portfolio import Action, Limits, Problem, is_allowed, value_of
from canivet.decisions.robust import robust
from canivet.decisions.solver import Infeasible, conflict, exact


def test_equal_to_trying_everything_on_two_hundred_cases():
    solved = impossible = 0
    for seed in range(200):
        problem = drawn(seed)
        expected = best(problem)
        if expected is None:
            with pytest.raises(Infeasible):
                exact(problem)
            assert conflict(problem), seed
            impossible += 1
            continue
        found = exact(problem)
        assert is_allowed(problem, found.chosen), seed
        assert found.value == pytest.approx(expected, abs=1e-6), seed
        assert found.gap == pytest.approx(0, abs=1e-6), seed
        assert not conflict(problem), seed
        solved += 1
    assert solved > 100
    assert impossible > 5


def test_the_instant_choice_keeps_to_the_limits_and_its_bound_holds():
    shares = []
    for seed in range(200):
        problem = drawn(seed)
        expected = best(problem)
        if expected is None:
            continue
        found = greedy(problem)
        if is_allowed(problem, found.chosen):
            assert found.value <= expected + 1e-9
            if expected > 0:
                shares.append(found.value / expected)
        assert found.bound >= expected - 1e-9, seed
        assert expected - 1e-6 <= preview(problem).bound <= found.bound, seed
    assert len(shares) > 80
    assert float(np.mean(shares)) > 0.85


@pytest.mark.parametrize("caution", [0.0, 0.5, 1.0])
def test_robust_choices_equal_trying_everything(caution):
    for seed in range(12):
        problem = drawn(seed, size=7)
        allowed = choices(problem)
        if not allowed:
            continue
        generator = np.random.default_rng(seed)
        gains = np.array([action.gain for action in problem.actions])
        scenarios = gains * generator.lognormal(0.0, 0.6, size=(40, len(gains)))
        names = [action.id for action in problem.actions]

        def worth(subset, scenarios=scenarios, names=names, problem=problem):
            picked = [name in subset for name in names]
            lost = sum(v for (a, b), v in problem.overlaps.items() if a in subset and b in subset)
            brought = np.sort(scenarios[:, picked].sum(axis=1) - lost)
            return (1 - caution) * brought.mean() + caution * brought[:4].mean()

        found = robust(problem, scenarios, caution=caution, tail=0.1, gap=0.0)
        assert is_allowed(problem, found.choice.chosen)
        assert found.choice.value == pytest.approx(max(map(worth, allowed)), abs=1e-5), seed
        assert found.worst <= found.cvar + 1e-9 <= found.mean + 2e-9


ONE = Action("un", "Un", 1, 3.0, {"2027": 1000.0}, days={"DSI": 5.0})
TWO = Action("deux", "Deux", 2, 2.0, {"2027": 800.0}, prerequisites=("un",))
THREE = Action("trois", "Trois", 2, 4.0, {"2027": 900.0}, excludes=("un",))


def test_a_budget_of_zero_leaves_what_is_free():
    free = Action("libre", "Libre", 3, 0.5)
    found = exact(Problem((ONE, TWO, free), Limits({"2027": 0.0})))
    assert found.chosen == ("libre",)
    assert greedy(Problem((ONE, TWO, free), Limits({"2027": 0.0}))).chosen == ("libre",)


def test_constraints_that_cannot_hold_together_are_named_and_no_other():
    limits = Limits({"2027": 900.0, "2028": 5.0}, required=frozenset({"deux"}), themes={2: 1})
    problem = Problem((ONE, TWO, THREE), limits)
    with pytest.raises(Infeasible):
        exact(problem)
    assert conflict(problem) == (
        "investissement 2027 : 900 € au plus",
        "« Deux » demande d'abord « Un »",
        "« Deux » est imposée",
    )
    both = Limits(required=frozenset({"un"}), forbidden=frozenset({"un"}))
    assert conflict(Problem((ONE,), both)) == ("« Un » est imposée", "« Un » est écartée")
    assert conflict(Problem((ONE,), Limits(themes={4: 1}))) == ("thème 4 : au moins 1",)


def test_prerequisites_and_exclusions():
    problem = Problem((ONE, TWO, THREE), Limits({"2027": 1000.0}))
    assert exact(problem).chosen == ("trois",)  # 4 for 900; « deux » asks for « un », 1 800 together
    assert exact(Problem((ONE, TWO, THREE), Limits({"2027": 1800.0}))).chosen == ("un", "deux")  # 5 > 4
    alone = Action("seule", "Seule", 1, 9.0, prerequisites=("absente",))
    assert exact(Problem((alone, ONE), Limits())).chosen == ("un",)


def test_what_two_actions_count_twice_is_taken_off_once():
    problem = Problem((ONE, THREE, TWO), Limits(), {("trois", "deux"): 1.5})
    assert value_of(problem, ("trois", "deux")) == pytest.approx(4.5)
    heavy = Problem((ONE, Action("autre", "Autre", 1, 2.0)), Limits(), {("un", "autre"): 2.5})
    assert exact(heavy).chosen == ("un",)  # the second brings 2 and takes 2.5 off


def test_the_solver_prints_nothing(capfd):
    exact(Problem((ONE, TWO, THREE), Limits({"2027": 1000.0})))
    assert capfd.readouterr() == ("", "")
