"""`make fault`: what must hold while processes die and many write at once, on the real server."""

import subprocess
import sys

from tests.fault.forum import main as forum
from tests.fault.pictures import main as pictures
from tests.fault.search import main as search

PARTS = {"forum": forum, "pictures": pictures, "search": search}


def main() -> None:
    """Run all parts, or those that are named; end with 1 where something was lost, doubled or miscounted."""
    wanted = sys.argv[1:] or list(PARTS)
    if unknown := sorted(set(wanted) - set(PARTS)):
        sys.exit(f"There is no part {', '.join(unknown)}; there are {', '.join(PARTS)}.")
    if len(wanted) == 1:
        sys.exit(PARTS[wanted[0]]())
    # Each has a site of its own, and a process has one site.
    sys.exit(max(subprocess.call([sys.executable, "-m", "tests.fault", name]) for name in wanted))


if __name__ == "__main__":
    main()
