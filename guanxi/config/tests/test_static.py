from guanxi.config.static import is_immutable, static_url


def _firm(root, style):
    (root / "guanxi/web/static/web").mkdir(parents=True, exist_ok=True)
    (root / "guanxi/web/static/web/base.css").write_text(style)
    (root / "requirements.txt").write_text("django")
    return static_url(root)


def test_the_address_changes_when_a_style_does(tmp_path):
    assert _firm(tmp_path, "a {}") == _firm(tmp_path, "a {}")
    assert _firm(tmp_path, "a {}") != _firm(tmp_path, "b {}")


def test_only_an_address_with_its_version_is_kept_for_ever(tmp_path):
    assert is_immutable("", _firm(tmp_path, "a {}") + "web/base.css")
    assert not is_immutable("", "/static/web/base.css")


def test_a_style_is_served_to_be_kept(client, db, settings):
    response = client.get(f"{settings.STATIC_URL}web/base.css")

    assert response.status_code == 200
    assert "immutable" in response["Cache-Control"]
