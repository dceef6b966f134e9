"""What bin/bench runs: one module for each name, with `measure(size) -> Figure`."""
