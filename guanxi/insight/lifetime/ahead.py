"""What is to come from a customer who is still one: purchases within a span of weeks."""

from dataclasses import dataclass

from guanxi.insight.lifetime.histories import Floats


@dataclass(frozen=True)
class Ahead:
    """Of the number of purchases: its mean, the mean of its square, the chance that it is 0."""

    mean: Floats
    square: Floats
    none: Floats
