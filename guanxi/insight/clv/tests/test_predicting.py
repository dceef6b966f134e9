"""What stands for all customers where computing with all of them would take too long."""

import numpy as np

from guanxi.insight.clv import predicting


def test_the_same_customers_stand_for_all_in_whatever_parts_they_come(monkeypatch):
    monkeypatch.setattr(predicting, "SAMPLE", 100)
    ids = np.arange(1, 1_001)

    def chosen(order, size):
        sample = {}
        for start in range(0, 1_000, size):
            some = order[start : start + size]
            sample = predicting.standing_for(sample, {"account_id": some, "days": some * 2})
        return sample

    whole = chosen(ids, 1_000)
    parts = chosen(np.random.default_rng(1).permutation(ids), 130)

    assert list(parts["account_id"]) == list(whole["account_id"])
    assert list(parts["days"]) == [2 * one for one in parts["account_id"]]
    # Early and late customers alike.
    assert len(set(whole["account_id"])) == 100
    assert 450 < whole["account_id"].mean() < 550
