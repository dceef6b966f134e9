"""A kind with figures that roles may not read, and how a page is searched for them."""

import re

import pytest

from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import User

modes = pytest.mark.parametrize("mode", ["hidden", "masked"])
PRICE, TWICE, NAME, DUE = "7319.53", "14639.06", "静默冲压机", "2026-11-19"
ACTIONS = ("read", "create", "edit", "delete", "export", "share")


def again(actor):
    """The actor under the rights of by now."""
    return actor_for_user(User.objects.get(pk=actor.user_id))


def page(client, address, status=200, **headers):
    answer = client.get(address, headers=headers)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


# The number of a record or fact may be that of an amount by chance.
OF_A_ROW = re.compile(r'"\w*id":\s*\d+|/\d+/|-\d+"')


def tells(text, *amounts):
    """Whether any of the amounts stands in the text, however it is written."""
    plain = OF_A_ROW.sub("", text).replace(",", "").replace("\u202f", "").replace("&nbsp;", "")
    ways = [way for one in amounts for way in (one, one.replace(".", ""), one.partition(".")[0])]
    return [one for one in ways if one in plain]
