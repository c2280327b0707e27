"""Landing shells on every step: a meta refresh, a script's redirect, an iframe, and a menu in an external script."""

from datetime import date
from html import escape

from tests.portals.making import Making, Post, draft, newest_first, sample, stranger
from tests.portals.truth import Sample

ADDRESS = "127.77.0.25"
PLACE = "扫尘县"
COLUMN = "/zfxxgk/nb/list/"


def portal(port: int) -> Sample:
    making = Making(ADDRESS, port, PLACE, f"{PLACE}人民政府")
    making.home("<p>欢迎访问。</p>")
    making.pages["/portal/index.html"] = making.pages.pop("/")
    making.html(
        "/", '<html><head><meta http-equiv="refresh" content="0; url=portal/index.html"></head><body></body></html>'
    )
    home = making.frame(making.name, '<div id="menu"></div><script src="/js/head.js"></script>' + _news())
    making.html("/portal/index.html", home)
    making.plain("/js/head.js", _menu())
    making.html("/zfxxgk/", "<script>window.location.href='./jbxx/';</script>")
    making.html("/zfxxgk/jbxx/", making.frame("政府信息公开", _hub()))
    making.html("/zfxxgk/nb/", making.frame("政府信息公开年报", '<iframe src="./list/" width="100%"></iframe>'))
    posts = newest_first(_posts())
    for post in posts:
        making.expect(post)
        making.html(post.path, making.article(post), on=post.on)
    making.listing(COLUMN, _list(posts), _list([]))
    return sample("landing shells", making)


def _posts() -> list[Post]:
    posts = []
    for number, name in enumerate(("人民政府", "人民政府办公室", "教育局")):
        for year in (2024, 2025):
            on = date(year + 1, 3 if name == "人民政府" else 1, 12 + 4 * number)
            report = draft(f"{PLACE}{name}", year, on)
            posts.append(Post(f"{COLUMN}content_{year}{number}.html", report.title, on, report))
    posts.append(stranger("website", PLACE, 2025, f"{COLUMN}content_20259.html"))
    return posts


def _menu() -> str:
    entries = (("/", "首页"), ("/xwzx/", "新闻"), ("/zfxxgk/", "政府信息公开"), ("/ztzl/gzbg/", "政府工作报告"))
    items = "".join(f'<li><a href=\\"{path}\\">{name}</a></li>' for path, name in entries)
    return f'document.getElementById("menu").innerHTML = "<ul>{items}</ul>";\n'


def _news() -> str:
    return "".join(f'<p><a href="/xwzx/{number}.html">本地消息第{number}则</a></p>' for number in range(1, 4))


def _hub() -> str:
    return (
        '<div id="left"></div><script>document.write(\'<ul class="left"><li><a href="../zn/">政府信息公开指南</a></li>'
        '<li><a href="../zd/">政府信息公开制度</a></li><li><a href="../nb/">政府信息公开年报</a></li></ul>\');</script>'
        "<p>本栏目介绍政府信息公开的基本情况。依申请公开的受理机构是县人民政府办公室，办公时间为工作日。</p>"
    )


def _list(rows: list[Post]) -> str:
    """What stands in the frame: no chrome at all."""
    items = "".join(
        f'<li><a href="{post.path}" target="_parent">{escape(post.title)}</a> <i>{post.on}</i></li>' for post in rows
    )
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><ul>{items}</ul></body></html>'
