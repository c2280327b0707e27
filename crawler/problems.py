"""Why an address gave nothing to go on with: one error class, its message made for people."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Final

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)

from storage.tables.health import HealthKind


class UnansweredError(IgnoreRequest):
    """An address was not asked or gave no usable answer.

    ``kind`` is the kind of the health event, ``detail`` its one Chinese line:
    what, and what to do. ``status`` is the HTTP status where an answer came;
    ``silent`` says that the host itself did not answer, ``repeated`` that people
    were told already.
    """

    def __init__(
        self,
        kind: HealthKind,
        detail: str,
        *,
        status: int | None = None,
        silent: bool = False,
        repeated: bool = False,
        come_again: str = "",
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.status = status
        self.silent = silent
        self.repeated = repeated
        self.come_again = come_again

    def saying(self, detail: str) -> "UnansweredError":
        """The same problem in other words, caused by this one."""
        problem = UnansweredError(self.kind, detail, status=self.status, silent=self.silent, come_again=self.come_again)
        problem.__cause__ = self
        return problem


class FailedError(UnansweredError):
    """The network, or the browser, failed on the way; whoever refuses to go on raises no such error."""


logger = logging.getLogger(__name__)

_LATER: Final = "下次巡查会再试；若一直如此，请用浏览器打开核对。"

_CAUSES: Final[tuple[tuple[type[Exception], HealthKind, str], ...]] = (
    (CannotResolveHostError, "unreachable", "主机名解析不到。请核对地址和本机的域名解析。"),
    (DownloadConnectionRefusedError, "unreachable", f"对方拒绝连接。{_LATER}"),
    (DownloadTimeoutError, "unreachable", f"等候应答超时。{_LATER}"),
    (TimeoutError, "unreachable", f"等候应答超时。{_LATER}"),
    (ResponseDataLossError, "truncated", f"应答只来了一半，没有保存。{_LATER}"),
    (DownloadCancelledError, "unreadable", "应答超过大小上限，没有保存。请人工下载核对。"),
    (DownloadFailedError, "unreachable", f"连接中断。{_LATER}"),
    (OSError, "unreachable", f"网络出错。{_LATER}"),
    (IgnoreRequest, "unreachable", f"转来转去没有到头。{_LATER}"),
)

_REFUSED: Final = {401: "要求登录", 403: "拒绝访问", 407: "要求代理认证"}


@contextmanager
def failures_as_problems(*, rendered: bool = False) -> Iterator[None]:
    """Raise FailedError for whatever fails within, ``rendered``: in the browser; an UnansweredError passes as it is.

    Its cause is what failed, which tells whether another way to the host is worth a try.
    """
    try:
        yield
    except UnansweredError:
        raise
    except Exception as error:
        # The downloader, its handlers, TLS and the browser fail in any way there is. That is a problem of
        # one address: it must end neither the visit of its portal nor the crawl.
        raise (_of_browser if rendered else _of_network)(error) from error


def _of_network(error: Exception) -> FailedError:
    for kind, health, detail in _CAUSES:
        if isinstance(error, kind):
            return FailedError(health, detail, silent=health == "unreachable")
    logger.warning("unforeseen failure of a request", exc_info=error)
    return FailedError("unreachable", f"没有取到（{type(error).__name__}）。{_LATER}")


def _of_browser(error: Exception) -> FailedError:
    detail = f"浏览器没有打开这个页面（{type(error).__name__}）。请检查浏览器能否运行，或人工查看。"
    return FailedError("needs_browser", detail)


def from_status(status: int) -> UnansweredError | None:
    """The problem that a status alone tells of; None where the body must be looked at (2xx, 404, 410)."""
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE} or HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return None
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return UnansweredError("throttled", f"对方嫌请求太多（{status}），不能据此说没有发布。{_LATER}", status=status)
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        detail = f"这个地址不接受这样的请求（{status}），不能据此说没有发布。请用浏览器打开栏目核对。"
        return UnansweredError("server_error", detail, status=status)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return UnansweredError("server_error", f"对方服务器出错（{status}）。{_LATER}", status=status)
    if status >= HTTPStatus.BAD_REQUEST:
        detail = (
            f"对方{_REFUSED.get(status, '拒绝应答')}（{status}），不能据此说没有发布。请用浏览器核对，必要时联系对方。"
        )
        return UnansweredError("wall", detail, status=status)
    return UnansweredError("unreachable", f"应答 {status}，没有内容。{_LATER}", status=status)
