"""docs/scale.md: the table of clusters and costs is what the model printed beside it gives."""

import re
from pathlib import Path
from typing import Any

import pytest

PAGE = (Path(__file__).parent.parent / "docs" / "scale.md").read_text(encoding="utf-8")
COLUMNS = ("shards", "nodes", "cores", "memory_gib", "disk_gb", "rebuild_hours", "monthly")


@pytest.fixture(scope="module")
def model() -> dict[str, Any]:
    found = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    names: dict[str, Any] = {"__name__": "scale"}
    exec(compile(found[1], "docs/scale.md", "exec"), names)  # our own page
    return names


def rows() -> list[tuple[float, dict[str, float]]]:
    table = PAGE.split("| million articles |")[1].split("\n\n")[0].splitlines()[2:]
    cells = [[float(cell.replace(",", "")) for cell in line.strip("| ").split("|")] for line in table]
    return [(first, dict(zip(COLUMNS, rest, strict=True))) for first, *rest in cells]


@pytest.mark.parametrize(("millions", "told"), rows())
def test_the_table_is_what_the_model_says(
    model: dict[str, Any], millions: float, told: dict[str, float]
) -> None:
    given = model["cluster"](model["Load"](millions))
    assert {name: round(given[name], 1) for name in COLUMNS} == told


def test_prices_are_parameters(model: dict[str, Any]) -> None:
    load = model["Load"](10)
    once, twice = (model["cluster"](load, model["Prices"](*p))["monthly"] for p in ((1, 1, 1), (2, 2, 2)))
    assert twice == pytest.approx(2 * once)


def test_the_three_sizes_that_were_asked_for_are_there() -> None:
    assert [millions for millions, _ in rows()] == [10, 100, 1000]
