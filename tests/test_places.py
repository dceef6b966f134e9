"""Where a run of the tests keeps its files: in memory, if that has room for them."""

from tests.harness.places import quick_folder


def test_a_roomy_memory_holds_what_tests_write(tmp_path):
    assert quick_folder(tmp_path, room=1) == str(tmp_path)


def test_a_small_memory_or_none_is_left_alone(tmp_path):
    assert quick_folder(tmp_path, room=2**62) is None
    assert quick_folder(tmp_path / "nowhere", room=1) is None
