"""The sample company goes without leaving a house that nobody can enter, or pairs of nobody."""

from guanxi.customers.models import Account, DuplicateCandidate
from guanxi.demo.removing import remove_demo
from guanxi.demo.tests.test_sample import WHERE, done, make
from guanxi.platform.actors.defaults import install_default_roles
from guanxi.platform.actors.models import User
from guanxi.platform.jobs.models import Job


def test_who_would_leave_nobody_behind_is_told_to_invite_somebody_first(client, db):
    install_default_roles()
    make("guanxi-demo")
    boss = User.objects.get(username="admin")
    User.objects.update(language="en")
    client.force_login(boss)

    page = client.post(WHERE, {"act": "remove"})

    assert page.status_code == 422 and "Invite a person of your own" in page.content.decode()
    assert not Job.objects.filter(kind="demo.remove").exists()

    User.objects.create(username="own", name="Own").roles.set(boss.roles.all())
    client.post(WHERE, {"act": "remove"})
    done("demo.remove")

    assert [one.username for one in User.objects.all()] == ["own"]


def test_pairs_found_among_its_customers_go_with_it(db, at):
    make()
    first, second = Account.objects.order_by("pk").values_list("pk", flat=True)[:2]
    for left, right in ((first, second), (first, 10**9), (10**9, 10**9 + 1)):
        DuplicateCandidate.objects.create(
            noun="account", left_id=left, right_id=right, score=0.9, evidence=[], found_at=at
        )

    remove_demo()

    assert DuplicateCandidate.objects.get().left_id == 10**9
