import datetime as dt

from guanxi.platform.custom.models import CustomRecord
from guanxi.platform.rest.idempotency import forget_old_answers
from guanxi.platform.rest.models import KeptAnswer


def test_the_same_request_sent_twice_happens_once(api):
    first = api.post("machine/", {"name": "车床"}, Idempotency_Key="k")
    again = api.post("machine/", {"name": "车床"}, Idempotency_Key="k")
    assert (again.status_code, again.content) == (201, first.content)
    assert again["Location"] == first["Location"]
    assert again["Idempotency-Replayed"] == "true"
    assert CustomRecord.objects.count() == 1


def test_a_key_is_for_one_request_only(api):
    api.post("machine/", {"name": "车床"}, Idempotency_Key="k")
    assert api.post("machine/", {"name": "铣床"}, Idempotency_Key="k").status_code == 422


def test_callers_do_not_share_keys(api, stranger):
    api.post("machine/", {"name": "车床"}, Idempotency_Key="k")
    assert stranger.post("machine/", {"name": "铣床"}, Idempotency_Key="k").status_code == 201


def test_a_request_at_work_is_not_started_again(api, press):
    api.post("machine/", {"name": "车床"}, Idempotency_Key="k")
    KeptAnswer.objects.update(status=0)
    assert api.post("machine/", {"name": "车床"}, Idempotency_Key="k").status_code == 409


def test_a_request_whose_process_died_may_be_sent_again(api, press, at):
    api.post("machine/", {"name": "车床"}, Idempotency_Key="k")
    KeptAnswer.objects.update(status=0, created_at=at)
    assert api.post("machine/", {"name": "车床"}, Idempotency_Key="k").status_code == 201


def test_a_refused_request_may_be_mended_and_sent_again(api):
    assert api.post("machine/", {"name": ""}, Idempotency_Key="k").status_code == 422
    assert api.post("machine/", {"name": "车床"}, Idempotency_Key="k").status_code == 201


def test_answers_are_forgotten_after_two_days(api, at):
    api.post("machine/", {"name": "车床"}, Idempotency_Key="k")
    KeptAnswer.objects.update(created_at=at)
    assert forget_old_answers(at + dt.timedelta(days=1)) == 0
    assert forget_old_answers(at + dt.timedelta(days=3)) == 1
