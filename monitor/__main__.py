"""``python -m monitor``: the command ``nianbao`` where it is not installed."""

from monitor.cli import main

main()
