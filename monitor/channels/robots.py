"""What the robots of chats share: their answers say in a code of their own whether a message was taken."""

from collections.abc import Mapping
from typing import Any

from monitor.channels.model import SendError


def check_code(
    answer: Mapping[str, Any], keys: tuple[str, ...], word: str, mends: Mapping[int, str], passing: frozenset[int]
) -> None:
    """SendError unless the answer's code is 0.

    ``keys`` are the names under which a code may stand and ``word`` that of its explanation; ``mends`` say what to do
    about a code; ``passing`` are those that pass by themselves.
    """
    code = next((answer[key] for key in keys if key in answer), None)
    if code == 0 and not isinstance(code, bool):
        return
    if not isinstance(code, int) or isinstance(code, bool):
        raise SendError("对方没有说明收下了没有。请检查地址和代理。", unsure=True)
    said = str(answer.get(word, ""))
    mend = mends.get(code, "稍后会再试。" if code in passing else "请照机器人的设置核对。")
    raise SendError(f"对方没有收下（{code} {said}）。{mend}", lasting=code not in passing)
