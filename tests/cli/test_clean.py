"""`cleaner clean`: several files, none of which may take the place of another."""

from pathlib import Path

import pytest

from cleaner.cli.main import main


def test_inputs_of_the_same_name_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both would be written to one file, and the first be lost."""
    names = [tmp_path / folder / "page.txt" for folder in ("a", "b")]
    for path in names:
        path.parent.mkdir()
        path.write_text("text", encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["clean", *map(str, names), "-o", str(tmp_path / "out")])
    assert "would be written to the same file" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_same_input_twice_is_no_trouble(tmp_path: Path) -> None:
    """What comes out is the same."""
    path = tmp_path / "page.txt"
    path.write_text("text", encoding="utf-8")
    assert 0 == main(["clean", str(path), str(path), "-o", str(tmp_path / "out")])
    assert "text" == (tmp_path / "out" / "page.txt").read_text(encoding="utf-8")
