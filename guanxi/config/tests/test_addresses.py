"""An address leads to the same page however often it is asked for."""

import pytest
from django.urls import Resolver404, get_resolver, path

from guanxi.config.addresses import FoundOnce


def test_an_address_is_looked_for_once():
    addresses = FoundOnce([path("a/<int:pk>/", print), path("b/", len)])

    first, again = addresses.resolve("a/7/"), addresses.resolve("a/7/")

    assert again is first
    assert (first.func, first.kwargs) == (print, {"pk": 7})
    assert addresses.resolve("a/8/").kwargs == {"pk": 8}


def test_an_address_that_names_nothing_is_refused_each_time():
    addresses = FoundOnce([path("a/", print)])

    for _ in range(2):
        with pytest.raises(Resolver404):
            addresses.resolve("b/")


def test_the_list_of_customers_is_found_and_what_one_page_is_given_no_other_is():
    one, other = (get_resolver().resolve(f"/{noun}/") for noun in ("account", "person"))
    one.kwargs["spoilt"] = True

    assert one.func is other.func
    assert get_resolver().resolve("/account/").kwargs == {"noun_key": "account"}
