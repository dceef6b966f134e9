"""Drawings are for every reader: all reach their marks, and their tables hide no link."""

import re
from pathlib import Path

import pytest

TEMPLATES = sorted((Path(__file__).parent.parent / "templates").rglob("*.html"))
DRAWING = re.compile(r"<svg\b[^>]*>.*?</svg>", re.DOTALL)
HIDDEN = re.compile(r'<div class="unseen">.*?</table>', re.DOTALL)


def found(pattern):
    return [(path.name, match) for path in TEMPLATES for match in pattern.findall(path.read_text())]


@pytest.mark.parametrize(("name", "drawing"), found(DRAWING))
def test_marks_that_lead_somewhere_are_not_hidden_inside_an_image(name, drawing):
    # What is inside an image is not told to those who do not see it, links included.
    assert not ("<a " in drawing and 'role="img"' in drawing)


@pytest.mark.parametrize(("name", "table"), found(HIDDEN))
def test_no_link_takes_the_focus_out_of_sight(name, table):
    assert "<a " not in table
