"""Stand-ins as a process of their own, for senders that are forked and killed: what they took is asked line by line."""

import json
import sys
from contextlib import ExitStack
from email.message import EmailMessage

from tests.monitor.channels.stand_ins import post, robot

KINDS = ("dingtalk", "wecom", "feishu")


def words_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return f"{mail['Message-ID']} {body.get_content()}"


def main() -> None:
    with ExitStack() as stack:
        robots = {kind: stack.enter_context(robot(kind)) for kind in KINDS}
        office = stack.enter_context(post())
        addresses = {kind: found.address for kind, found in robots.items()} | {"mail": office.address}
        sys.stdout.write(json.dumps(addresses) + "\n")
        sys.stdout.flush()
        for _ in sys.stdin:
            taken = {kind: list(found.taken) for kind, found in robots.items()}
            taken["mail"] = [words_of(mail) for mail in office.mails]
            sys.stdout.write(json.dumps(taken) + "\n")
            sys.stdout.flush()
            for found in robots.values():
                found.taken.clear()
            office.mails.clear()


if __name__ == "__main__":
    main()
