from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import FieldGrant


def test_the_description_shows_what_the_caller_may_do(api, reader):
    paths = api.get("openapi.json").json()["paths"]
    assert set(paths["/api/v1/machine/"]) == {"get", "post"}
    assert "/api/v1/machine/{id}/restore/" in paths
    assert set(reader.get("openapi.json").json()["paths"]["/api/v1/machine/"]) == {"get"}


def test_the_first_address_leads_to_the_description_and_what_one_may_read(reader, stranger):
    told = reader.get("").json()
    assert told["description"] == "/api/v1/openapi.json"
    assert told["nouns"]["machine"] == "/api/v1/machine/"
    assert "account" not in told["nouns"]


def test_hidden_fields_are_not_described(api, seller):
    FieldGrant.objects.create(role=seller, noun="machine", field="power", mode="hidden")
    rights_changed()
    assert b"power" not in api.get("openapi.json").content
