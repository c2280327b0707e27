"""``python tests/bench/cost.py COMMAND…``: its CPU seconds, MiB at most and exit status, as JSON; no word of its own.

A process of its own that imports little: what starts a program lends it the most memory that it ever held.
"""

import json
import os
import sys


def main() -> None:
    nothing = os.open(os.devnull, os.O_WRONLY)
    process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, nothing, 1)])
    _, status, used = os.wait4(process, 0)
    seconds, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak": peak, "status": os.waitstatus_to_exitcode(status)}))


main()
