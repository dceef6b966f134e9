"""An administrator's workshop, as for fields and record types."""

from guanxi.platform.custom.tests.conftest import field, machine, make, maker, plant

__all__ = ["field", "machine", "make", "maker", "plant"]
