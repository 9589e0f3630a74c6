"""Write `cleaner/damage/script_table.py`: characters a traditional page has no use for.

Source: the character tables of OpenCC (STCharacters, TSCharacters, Apache-2.0), as
opencc-python-reimplemented ships them. Run it with the folder of that package's dictionaries:

    python tools/make_scripts.py .../opencc/dictionary
"""

from __future__ import annotations

import sys
from pathlib import Path

TARGET = Path(__file__).parent.parent / "cleaner" / "damage" / "script_table.py"
PER_LINE = 40  # full-width characters, to stay within the line length

HEADER = '''"""Characters by script.

Written by tools/make_scripts.py from OpenCC's STCharacters and TSCharacters (Apache-2.0).
"""

'''


def read_table(path: Path) -> dict[str, list[str]]:
    """Return a tab-separated dictionary of OpenCC: a character and what it may become."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return {key: values.split(" ") for key, values in rows}


def literal(name: str, comment: str, characters: str) -> str:
    """Return an assignment of a long string in lines of even length, with its docstring."""
    rows = [characters[i : i + PER_LINE] for i in range(0, len(characters), PER_LINE)]
    return f"{name} = (\n" + "".join(f'    "{row}"\n' for row in rows) + f')\n"""{comment}"""\n'


def main() -> None:
    """Read the dictionaries in the folder named on the command line and write the module."""
    to_traditional = read_table(Path(sys.argv[1]) / "STCharacters.txt")
    to_simplified = read_table(Path(sys.argv[1]) / "TSCharacters.txt")
    simplified = {c for c, forms in to_traditional.items() if c not in forms}
    usual = {forms[0] for forms in to_traditional.values()}
    variants = {c for c in to_simplified if c not in usual} - simplified
    TARGET.write_text(
        HEADER
        + literal(
            "SIMPLIFIED_ONLY",
            "No traditional text holds these.",
            "".join(sorted(c for c in simplified if c <= "\uffff")),
        )
        + "\n"
        + literal(
            "VARIANTS",
            "Traditional, but not what a conversion by characters gives.",
            "".join(sorted(c for c in variants if c <= "\uffff")),
        ),
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
