"""Nothing of a row is lost on the way: not what is long, not who made it."""

from guanxi.platform.actors.models import User
from guanxi.platform.custom.models import CustomField, CustomRecord
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.imports.correcting import try_row_again
from guanxi.platform.imports.models import RejectedRow


def test_a_long_text_in_a_rejected_row_comes_whole_into_the_books(machine, imported, ana, at):
    kind = {"type": "long", "label_zh": "说明", "label_en": "Story"}
    CustomField.objects.create(noun="machine", name="story", **kind)
    schema_changed()
    story = "长" * 4_999 + "。"
    row = imported(f"名称,电话,说明\n冲床,nonsense,{story}\n").rejected_rows.get()

    done = try_row_again(row, [row.cells[0], "13800138000", row.cells[2]], actor=ana, at=at)

    assert done.state == RejectedRow.State.TAKEN
    assert machine.field("story").value_of(CustomRecord.objects.get(noun="machine")) == story


def test_records_of_authors_who_left_are_taken_with_their_authors(machine, imported, ben):
    User.objects.filter(pk=ben.user_id).update(is_active=False)
    mapping = {"名称": "name", "作者": "created_by", "改者": "updated_by", "主": "owner"}
    files = [f"名称,作者,改者,主\n甲,ben,#{ben.user_id},\n"]
    files += ["名称,作者,改者,主\n乙,,,ben\n"]

    by_them, of_theirs = (imported(file, mapping=mapping) for file in files)

    made = CustomRecord.objects.get(noun="machine")
    assert (made.name, made.created_by_id, made.updated_by_id) == ("甲", ben.user_id, ben.user_id)
    assert by_them.rejected == 0
    assert [one[:2] for one in of_theirs.rejected_rows.get().problems] == [
        ["owner", "no_such_record"]
    ]
