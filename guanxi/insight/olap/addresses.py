"""Addresses of cubes, built from what is declared: none can name a figure that there is not."""

from typing import Any

from guanxi.insight.olap.state import CubeState, check

ADDRESS = "/insight/cube/"


def cube_of(measure: str, *rows: str, **more: Any) -> CubeState:
    """The cube of a figure by up to two dimensions; RuleBroken where there is no such cube."""
    state = CubeState(measure=measure, rows=rows, **more)
    check(state)
    return state


def cube_address(measure: str, *rows: str, **more: Any) -> str:
    """Where that cube is shown."""
    return f"{ADDRESS}?{cube_of(measure, *rows, **more).query()}"
