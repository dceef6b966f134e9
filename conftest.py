"""Makes a plain `pytest` see the translations as they are now."""

import pytest

from guanxi.platform.i18n.compile import compile_stale


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        compile_stale()
