"""What customers say of us: rates with intervals, index, gaps, Kano, drivers. Plain numbers in."""
