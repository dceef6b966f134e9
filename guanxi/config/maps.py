"""The map on which a firm looks at positions."""

SHAPE = "It is an address such as https://maps.example/?at={latitude},{longitude}, or is not set."


def map_address(given: str) -> str:
    """The address as it was set; ends with a sentence where it leads to no map."""
    leads = given.startswith(("https://", "http://", "geo:"))
    if given and not (leads and "{latitude}" in given and "{longitude}" in given):
        raise SystemExit(f"GUANXI_MAP is {given}. {SHAPE}")
    return given
