import subprocess
import sys

# Each of these costs every process 5 to 50 MB; they load with the first work that needs them.
HEAVY = {"duckdb", "numpy", "openpyxl", "pandas", "pyarrow", "python_calamine", "splink", "sqlglot"}
START = """
import sys, django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
import guanxi.platform.jobs.worker
print(*sys.modules)
"""


def test_an_idle_process_holds_nothing_heavy(tmp_path):
    listed = subprocess.run(
        [sys.executable, "-c", START],
        env={"GUANXI_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "guanxi.config.settings"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert HEAVY & set(listed.split()) == set()
