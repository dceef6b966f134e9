import pytest

from guanxi.platform.actors.models import User

PASSWORD = "a quiet river in spring"


@pytest.fixture
def ana_user(ana):
    """Ana with a password, for the front door."""
    user = User.objects.get(pk=ana.user_id)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def sign_in(client, ana_user):
    """Try the front door."""

    def attempt(login="ana", password=PASSWORD):
        return client.post("/sign-in/", {"login": login, "password": password})

    return attempt
