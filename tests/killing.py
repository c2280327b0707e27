"""Work that is killed −9 before the step of a number, in a process of its own."""

import os
import signal
from collections.abc import Callable


def killed_at(number: int, work: Callable[[Callable[[], None]], None]) -> bool:
    """Fork ``work``, which calls what it is given before each step; True where it came to the step of that number."""
    child = os.fork()
    if child == 0:
        steps = 0

        def step() -> None:
            nonlocal steps
            steps += 1
            if steps == number:
                os.kill(os.getpid(), signal.SIGKILL)

        work(step)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, status
    return os.WIFSIGNALED(status)


def before(step: Callable[[], None], call: Callable[..., object]) -> Callable[..., object]:
    """A function that says when it is called, and then does what it does."""

    def wrapped(*args: object, **kwargs: object) -> object:
        step()
        return call(*args, **kwargs)

    return wrapped
