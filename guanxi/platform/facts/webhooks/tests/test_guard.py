import pytest

from guanxi.platform.errors import RuleBroken
from guanxi.platform.facts.webhooks.guard import is_permitted, permitted_address, split_address

PRIVATE = """
127.0.0.1 127.8.8.8 0.0.0.0 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254
100.64.0.1 100.100.100.200 192.0.0.1 198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255
::1 :: fe80::1 fe80::1%eth0 fc00::1 fd00:ec2::254 ::ffff:127.0.0.1 ::ffff:a9fe:a9fe
2002:7f00:1:: 64:ff9b::7f00:1 ff02::1 2001:db8::1 nonsense
"""


@pytest.mark.parametrize("address", PRIVATE.split())
def test_private_addresses_are_refused(address):
    assert not is_permitted(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])
def test_public_addresses_are_permitted(address):
    assert is_permitted(address)


def test_the_operator_may_allow_a_network():
    assert is_permitted("10.1.2.3", ["10.1.0.0/16"])
    assert not is_permitted("10.2.2.3", ["10.1.0.0/16", "::1/128"])


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "0177.0.0.1", "2130706433", "0x7f.1", "127.1", "localhost", "[::1]", "0"]
)
def test_however_an_address_is_written_it_is_judged_as_what_it_is(host):
    with pytest.raises(RuleBroken):
        permitted_address(split_address(f"http://{host}/"))


def test_one_private_address_among_public_ones_is_enough_to_refuse():
    parts = split_address("https://two.example/hook")
    with pytest.raises(RuleBroken):
        permitted_address(parts, lambda host, port: ["93.184.216.34", "10.0.0.1"])


def test_the_name_is_resolved_once_and_that_answer_is_used():
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    parts = split_address("https://rebinding.example:8443/")
    assert permitted_address(parts, lambda host, port: next(answers)) == ("93.184.216.34", 8443)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://example.com",
        "https:///x",
        "example.com",
        "https://a:b@example.com/",
        "https://example.com:99999/",
        "https://example.com/\r\nX: y",
    ],
)
def test_other_addresses_are_refused(url):
    with pytest.raises(RuleBroken):
        split_address(url)


@pytest.mark.parametrize("url", ["https://hooks.example.com/a", "https://HOOKS.example.com./a"])
def test_only_listed_hosts_are_reached_where_there_is_a_list(settings, url):
    settings.WEBHOOK_HOSTS = ["hooks.example.com", ".partner.example"]

    assert split_address(url).scheme == "https"
    assert split_address("https://a.partner.example/").hostname == "a.partner.example"
    for other in ("example.com", "x.hooks.example.com", "partner.example", "evilpartner.example"):
        with pytest.raises(RuleBroken):
            split_address(f"https://{other}/")


def test_plain_http_is_refused_where_all_is_to_be_encrypted(settings):
    settings.ENCRYPTED_ONLY = True

    assert split_address("https://example.com/hook")
    assert split_address("http://127.0.0.1:9000/hook")
    with pytest.raises(RuleBroken):
        split_address("http://example.com/hook")
