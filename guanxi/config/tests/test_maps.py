"""The map of a firm is an address that takes a position, or none at all."""

import pytest

from guanxi.config.maps import map_address

MAP = "https://maps.example/?at={latitude},{longitude}"


def test_an_address_with_a_place_for_the_position_is_a_map():
    assert map_address(MAP) == MAP
    assert map_address("") == ""


@pytest.mark.parametrize(
    "given", ["javascript:alert({latitude},{longitude})", "https://maps.example/"]
)
def test_what_leads_to_no_map_is_refused_at_the_start(given):
    with pytest.raises(SystemExit, match="GUANXI_MAP"):
        map_address(given)
