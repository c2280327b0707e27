"""The command line for a process that must not outlive its parent: the end of its input interrupts it."""

import os
import signal
import sys
import threading

from monitor.cli import main


def _watch_input() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGINT)


if __name__ == "__main__":
    # Shells make what they start in the background deaf to it, and that is inherited.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Thread(target=_watch_input, daemon=True).start()
    main()
