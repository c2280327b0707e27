"""Pagers: how a list says that there is more of it, and how a visitor gets there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

LIBRARY = "/js/turn.js"
DEAD_LIBRARY = "http://127.79.255.1:9/lib/turn.js"
"""Nothing listens there."""

LIBRARY_CODE = (
    "function Turn(o) { var box = document.getElementById(o.box), html = '';\n"
    "for (var i = 1; i <= o.all; i++) html += '<a href=\"javascript:;\">' + i + '</a> ';\n"
    "box.innerHTML = html; box.onclick = function (e) { var n = +e.target.innerHTML; if (n) o.go(n); }; }\n"
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One page of a list: its number from 1, how many there are, how many rows in all, where the pages are."""

    number: int
    pages: int
    total: int
    addresses: tuple[str, ...]

    @property
    def following(self) -> str:
        """The address of the next page, empty on the last."""
        return self.addresses[self.number] if self.number < self.pages else ""

    @property
    def go(self) -> str:
        """A script's function that goes to a page by its number."""
        listed = ",".join(f"'{address}'" for address in self.addresses)
        return f"function goPage(n) {{ location.href = [{listed}][n - 1]; }}"


def _numbers(turn: Turn) -> str:
    return "".join(f'<a href="{address}">{number}</a>' for number, address in enumerate(turn.addresses, 1))


def _numbered(turn: Turn) -> str:
    following = f'<a href="{turn.following}">下一页</a>' if turn.following else "<span>下一页</span>"
    return f'<div class="page">{_numbers(turn)}{following}</div>'


def _only_numbers(turn: Turn) -> str:
    return f'<p align="center">{_numbers(turn)}</p>'


def _arrow(turn: Turn) -> str:
    return f'<div class="turn"><a href="{turn.following}">→</a></div>' if turn.following else ""


def _arrow_picture(turn: Turn) -> str:
    if not turn.following:
        return ""
    return f'<div class="foot2"><a href="{turn.following}"><img src="/images/arr_r.gif" alt=""></a></div>'


def _dead_links(turn: Turn) -> str:
    return "".join(f'<a href="javascript:goPage({number})">{number}</a>' for number in range(1, turn.pages + 1))


def _count_page(turn: Turn) -> str:
    return (
        f"<script>var countPage = {turn.pages}; var currentPage = {turn.number - 1}; {turn.go}\n"
        "for (var i = 0; i < countPage; i++) document.write('<a href=\"javascript:goPage(' + (i + 1) + ')\">' + (i + 1)"
        " + '</a>');</script>"
    )


def _own_variable(turn: Turn) -> str:
    return (
        f'<div id="turn"></div><script src="{LIBRARY}"></script><script>{turn.go}\nvar all = parseInt("{turn.pages}");'
        ' Turn({box: "turn", all: all, go: goPage});</script>'
    )


def _told(words: Callable[[Turn], str]) -> Callable[[Turn], str]:
    """Words about the length; the way on is a script's."""

    def make(turn: Turn) -> str:
        back = f'<a href="javascript:goPage({max(turn.number - 1, 1)})">←</a>'
        on = f'<a href="javascript:goPage({min(turn.number + 1, turn.pages)})">→</a>'
        return f'<div class="tt">{words(turn)} {back}{on}</div><script>{turn.go}</script>'

    return make


def _attribute(turn: Turn) -> str:
    return (
        f'<div id="turn" data-total="{turn.total}" data-page-all="{turn.pages}"></div><input type="hidden" '
        f'id="allPages" value="{turn.pages}"><script src="{LIBRARY}"></script><script>{turn.go}\n'
        'Turn({box: "turn", all: +document.getElementById("allPages").value, go: goPage});</script>'
    )


def _jump_box(turn: Turn) -> str:
    return (
        '<div class="tt">到第 <input id="to" size="2"> 页 <button onclick="jump()">确定</button></div>\n'
        f'<script>{turn.go}\nfunction jump() {{ var n = +document.getElementById("to").value;\n'
        f'if (n < 1 || n > {turn.pages}) {{ alert("页码超出范围"); return; }} goPage(n); }}</script>'
    )


def _dead_library(turn: Turn) -> str:
    return (
        f'<div id="turn"></div><script src="{DEAD_LIBRARY}"></script><script>{turn.go}\n'
        f'new Turner({{box: "turn", sumPage: {turn.pages}, nowPage: {turn.number}, go: goPage}});</script>'
    )


def _more_button(turn: Turn) -> str:
    if not turn.following:
        return ""
    return (
        '<div class="more2" onclick="more()">查看更多</div><script>var page = 1, pageSum = '
        f"{turn.pages};\nvar parts = [{','.join(repr(address) for address in turn.addresses)}];\n{_LOADING}\n"
        "function more() { if (page < pageSum) load(parts[page++]); }</script>"
    )


def _scroll(turn: Turn) -> str:
    if not turn.following:
        return ""
    return (
        f"<div id='tip'>向下滚动加载</div><script>var page = 1, pageSum = {turn.pages};\n"
        f"var parts = [{','.join(repr(address) for address in turn.addresses)}];\n{_LOADING}\n"
        "window.onscroll = function () { if (page < pageSum) load(parts[page++]); };</script>"
    )


_LOADING = (
    "function load(part) { fetch(part).then(function (a) { return a.text(); }).then(function (text) {"
    " var page = new DOMParser().parseFromString(text, 'text/html');"
    " document.getElementById('box').innerHTML += page.getElementById('box').innerHTML; }); }"
)


def _drop_down(turn: Turn) -> str:
    options = "".join(
        f'<option value="{address}"{" selected" * (number == turn.number)}>第{number}页</option>'
        for number, address in enumerate(turn.addresses, 1)
    )
    return f'<select onchange="location.href=this.value">{options}</select>'


PAGERS: Mapping[str, Callable[[Turn], str]] = {
    "numbers and next": _numbered,
    "numbers": _only_numbers,
    "arrow": _arrow,
    "arrow picture": _arrow_picture,
    "countPage": _count_page,
    "own variable": _own_variable,
    "共n页": _told(lambda turn: f"共{turn.pages}页"),
    "共n条": _told(lambda turn: f"共{turn.total}条"),
    "共n条记录 每页n条": _told(lambda turn: f"共 {turn.total} 条记录，每页 {-(-turn.total // turn.pages)} 条"),
    "总页数": _told(lambda turn: f"总页数：{turn.pages}"),
    "Page 1 of n": _told(lambda turn: f"Page {turn.number} of {turn.pages}"),
    "1/n": _told(lambda turn: f"{turn.number}/{turn.pages}"),
    "1／n": _told(lambda turn: f"{turn.number}／{turn.pages}"),
    "script links": lambda turn: f'<div class="tt">{_dead_links(turn)}</div><script>{turn.go}</script>',
    "attribute": _attribute,
    "jump box": _jump_box,
    "dead library": _dead_library,
    "more button": _more_button,
    "scroll": _scroll,
    "drop-down": _drop_down,
}
