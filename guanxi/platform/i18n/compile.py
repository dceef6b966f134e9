"""`python -m guanxi.platform.i18n.compile`: makes what gettext reads from the translations."""

from pathlib import Path

from guanxi.platform.i18n.catalogs import PLACE, compile_catalog

PACKAGE = Path(__file__).resolve().parents[2]


def compile_stale(package: Path = PACKAGE) -> list[Path]:
    """The .po files that were newer than their compiled twin, compiled now."""
    stale = [po for po in sorted(package.glob(f"*/{PLACE}")) if _is_stale(po)]
    for po in stale:
        compile_catalog(po)
    return stale


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime <= po.stat().st_mtime


if __name__ == "__main__":
    compile_stale()
