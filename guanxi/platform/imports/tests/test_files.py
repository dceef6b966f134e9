"""A table names files by their number; it holds none itself."""

import io

import pytest

from guanxi.platform.custom.models import CustomField, CustomRecord
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.files.storing import attach_file
from guanxi.platform.imports.models import RejectedRow
from guanxi.platform.records.writing import create_record


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def drawing(machine):
    row = CustomField.objects.create(
        noun="machine", name="drawing", type="file", label_zh="图纸", label_en="Drawing"
    )
    schema_changed()
    return row


@pytest.fixture
def kept(machine, drawing, at):
    """The number of a file on a record of whoever it is."""

    def keep(actor):
        held = create_record(machine, {"name": f"{actor.name}的设备"}, actor=actor, at=at)
        content = io.BytesIO(b"%PDF-1.7")
        return attach_file(machine, held.pk, "图纸.pdf", content, actor=actor, at=at).pk

    return keep


@pytest.mark.parametrize("text", ["冲床.pdf", "C:\\\\图纸\\\\1.pdf", "-3", "1.5", "0"])
def test_text_is_no_file(imported, drawing, text):
    imported(f"名称,图纸\n冲床,{text}\n车床,\n")

    assert [one.name for one in CustomRecord.objects.all()] == ["车床"]
    assert [one[1] for one in RejectedRow.objects.get().problems] == ["no_file"]


def test_a_file_that_the_importer_sees_is_taken_by_its_number(imported, kept, ana, drawing):
    pk = kept(ana)
    imported(f"名称,图纸\n冲床,{pk}\n")

    assert CustomRecord.objects.get(name="冲床").custom[f"cf_{drawing.pk}"] == pk


def test_a_file_that_the_importer_does_not_see_is_refused(imported, kept, cleo):
    imported(f"名称,图纸\n冲床,{kept(cleo)}\n车床,9999\n")

    assert not CustomRecord.objects.filter(name__in=["冲床", "车床"]).exists()
    codes = [one[1] for row in RejectedRow.objects.all() for one in row.problems]
    assert codes == ["no_such_record", "no_such_record"]
