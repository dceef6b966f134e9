from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import FieldGrant
from guanxi.platform.custom.models import CustomField
from guanxi.platform.custom.schema import schema_changed


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


def test_what_may_be_chosen_is_described_for_one_and_for_several(api):
    keys = [{"key": key, "zh": key, "en": key} for key in ("made", "taught")]
    for name, kind in (("stage", "choice"), ("uses", "multi")):
        CustomField.objects.create(noun="machine", name=name, type=kind, options=keys)
    schema_changed()

    said = api.get("openapi.json").json()["components"]["schemas"]["machine"]["properties"]

    assert said["stage"]["enum"] == ["made", "taught", "", None]
    assert said["uses"]["items"] == {"type": "string", "enum": ["made", "taught"]}
