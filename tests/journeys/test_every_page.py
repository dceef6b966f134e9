"""Every kind of page is open to all readers, by day and by night."""

import pytest
from django.utils import timezone

from guanxi.customers.models import DuplicateCandidate
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, draft_import
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record, delete_record, update_record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORK = ["/", "/account/", "/account/board/", "/account/new/", "/person/", "/order/new/"]
WORK += ["/activity/calendar/", "/activity/calendar/?span=day", "/activity/calendar/?span=week"]
WORK += ["/notices/", "/notices/wishes/", "/bin/account/", "/batches/", "/palette/", "/keys/"]
WORK += ["/rooms/", "/imports/"]
INSIGHT = ["/insight/", "/insight/cube/", "/insight/value-ahead/", "/insight/portfolio/"]
INSIGHT += ["/insight/churn/", "/insight/dashboard/", "/insight/parameters/"]
OWN = ["/settings/me/", "/settings/jobs/", "/settings/sessions/", "/settings/security/"]
OWN += ["/settings/security/app/", "/settings/password/", "/settings/audit/", "/settings/people/"]
STRANGER = ["/sign-in/", "/password/", "/password/sent/", "/password/changed/"]
STRANGER += ["/sign-in/stopped/", "/sign-in/closed/", "/password/1-gone/"]
OWN += ["/settings/boards/", "/account/board/?group=owner"]
RECORD = ["", "edit/", "history/", "access/", "delete/"]


@pytest.fixture(autouse=True)
def files_apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def acme(admin):
    noun, at = noun_named("account"), timezone.now()
    gone = create_record(noun, {"name": "宁波甬川精密"}, actor=admin, at=at)
    delete_record(noun, gone.pk, actor=admin, at=at)
    acme = create_record(noun, {"name": "苏州博衡传感", "city": "苏州"}, actor=admin, at=at)
    update_record(noun, acme.pk, {"city": "昆山"}, actor=admin, at=at)
    return acme


def drafted(admin, content):
    at = timezone.now()
    return draft_import("account", [content.encode()], "firms.csv", actor=admin, at=at)


def test_every_page_of_a_stranger(page, check_access):
    for where in STRANGER:
        page.goto(where)
        check_access(page)


def test_every_page_of_work(page, sign_in, check_access, admin, acme):
    sign_in(admin)
    for where in [*WORK, *(f"/account/{acme.pk}/{tail}" for tail in RECORD)]:
        page.goto(where)
        check_access(page)


def test_every_page_of_insight_and_of_ones_own(page, sign_in, check_access, admin):
    sign_in(admin)
    for where in [*INSIGHT, *OWN]:
        page.goto(where)
        check_access(page)


def test_every_step_of_an_import(page, sign_in, check_access, admin):
    draft = drafted(admin, "名称,城市,网站\n甲公司,苏州,a.cn\n")
    ended = drafted(admin, "名称,员工人数\n乙公司,12\n丙公司,许多\n")
    agree(ended, Options(), ended.mapping, actor=admin, at=timezone.now())
    run_import(ended, actor=admin, at=timezone.now())
    sign_in(admin)
    for where in ["", "new/", f"{draft.pk}/", f"{ended.pk}/"]:
        page.goto(f"/imports/{where}")
        check_access(page)


def test_every_page_of_duplicates(page, sign_in, check_access, admin, acme):
    twin = create_record(
        noun_named("account"), {"name": "博衡传感（苏州）"}, actor=admin, at=timezone.now()
    )
    pair = DuplicateCandidate.objects.create(
        noun="account", left_id=acme.pk, right_id=twin.pk, score=0.9, found_at=timezone.now()
    )
    sign_in(admin)
    for where in ["/duplicates/", f"/duplicates/{pair.pk}/"]:
        page.goto(where)
        check_access(page)
