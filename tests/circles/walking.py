"""Who stands above whom, walked to the end."""

from guanxi.customers.models import Account

ABOVE = ("parent", "referrer")


def lines():
    return dict(Account.objects.order_by("pk").values_list("code", "parent__code"))


def circles():
    """The customers that stand above themselves."""
    for name in ABOVE:
        above = dict(Account.objects.filter(deleted_at=None).values_list("pk", f"{name}_id"))
        for start in above:
            at, steps = above[start], 0
            while at is not None and steps <= len(above):
                if at == start:
                    yield name, start
                    break
                at, steps = above.get(at), steps + 1
