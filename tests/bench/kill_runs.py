"""Kill runs at random moments, 200 or as many as asked, and compare what comes out."""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.run.killing import rehearse


def main() -> None:
    """Rehearse with other seeds until so many runs have been killed."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    killed = seed = 0
    while killed < wanted:
        with tempfile.TemporaryDirectory() as folder:
            killed += rehearse(Path(folder), min(20, wanted - killed), seed).killed
        seed += 1
        print(f"{killed} runs killed, {seed} corpora compared: no difference", flush=True)


if __name__ == "__main__":
    main()
