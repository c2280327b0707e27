"""Addresses, links, lists of XML and names of files as portals write them."""

from functools import partial
from urllib.parse import quote

from tests.portals.kinds.site import COLUMN, ON, Site
from tests.portals.making import docx, draft
from tests.portals.watching import YEAR


def _queries(label: str, place: str, encoding: str, address: str, port: int) -> Site:
    """Chinese words in the address of a row, asked in the encoding of the page as browsers do."""
    site = Site("Chinese queries", address, port, place)
    words = {
        "a query": "show.asp?lm=年报&id=5",
        "a value behind": "view.php?id=5&title=财政局年度报告",
        "two words": "s.jsp?a=公开&b=年报",
        "a word and a slash": "x.aspx?p=/年报/财政",
    }
    raw = words[label]
    path = f"{COLUMN}{quote(raw.encode(encoding), safe='?=&./')}"
    site.publish("财政局", label, path=path)
    inner = f'<h2>政府信息公开年报</h2><ul><li><a href="{raw}">{site.place}财政局{YEAR}年政府信息公开工作年度报告</a><span>{ON}</span></li></ul>'
    page = site.making.frame("政府信息公开年报", inner).replace('charset="utf-8"', f'charset="{encoding}"')
    site.making.html(COLUMN, page, encoding=encoding, declared=False)
    return site


def addresses(address: str, port: int) -> Site:
    """Rows whose addresses are written wrong and that every browser follows."""
    site = Site("addresses", address, port, "沅渚县")
    host = f"{address}:{port}"
    forms = {
        "three slashes": "http:///{0}{1}",
        "one slash": "http:/{0}{1}",
        "backslashes": "http:\\\\{0}{1}",
        "spaces": " {1} ",
    }
    units = ("财政局", "民政局", "司法局", "水利局")
    rows = []
    for number, (unit, (label, form)) in enumerate(zip(units, forms.items(), strict=True), 21):
        path = f"{COLUMN}{number}.html"
        rows.append(site.publish(unit, label, path=path, href=form.format(host, path)))
    site.listing([*rows, site.earlier()])
    return site


def day_links(address: str, port: int) -> Site:
    """The link of a row says its day or a word, the title stands beside it."""
    site = Site("links beside titles", address, port, "湄洲县")
    units = {"a day": "财政局", "查看": "民政局", "a day in brackets": "司法局", "详细>>": "水利局"}
    rows = {label: site.publish(unit, label) for label, unit in units.items()}
    said = {"a day": f"{ON}", "查看": "查看", "a day in brackets": f"[{ON:%Y/%m/%d}]", "详细>>": "详细&gt;&gt;"}
    items = "".join(f'<li>{title}　<a href="{path}">{said[label]}</a></li>' for label, (path, title, _) in rows.items())
    site.making.html(COLUMN, site.making.frame("政府信息公开年报", f"<h2>政府信息公开年报</h2><ul>{items}</ul>"))
    return site


def _feed(label: str, place: str, address: str, port: int) -> Site:
    """Lists of XML, behind a script or in place of a page."""
    site = Site("XML", address, port, place)
    path, title, day = site.publish("财政局", label)
    item = f"<item><title>{title}</title><link>{path}</link><pubDate>{day}</pubDate></item>"
    texts = {
        "RSS behind a script": f'<rss version="2.0"><channel><title>年报</title>{item}</channel></rss>',
        "RSS as the column": f'<rss version="2.0"><channel><title>政府信息公开年报</title>{item}</channel></rss>',
        "a list of records": f'<list total="1"><row><bt>{title}</bt><url>{path}</url><rq>{day}</rq></row></list>',
        "attributes": f'<data><info title="{title}" href="{path}" date="{day}"/></data>',
    }
    text = f'<?xml version="1.0" encoding="UTF-8"?>{texts[label]}'
    if label == "RSS as the column":
        site.data(COLUMN, text, "application/rss+xml")
        return site
    site.data(f"{COLUMN}list.xml", text, "text/xml")
    script = (
        f"<ul id=box></ul><script>var x = new XMLHttpRequest(); x.open('GET', '{COLUMN}list.xml'); x.send();</script>"
    )
    site.making.html(COLUMN, site.making.frame("政府信息公开年报", f"<h2>政府信息公开年报</h2>{script}"))
    return site


def file_names(address: str, port: int) -> Site:
    """Files whose names stand in headers only, written as servers write them."""
    site = Site("file names", address, port, "淇峪县")
    name = quote("年度报告.docx")
    forms = {
        "without a charset": f"attachment; filename*={name}",
        "percent twice": f"attachment; filename={quote(name)}",
        "a semicolon": "attachment; filename=nb;2025.docx",
        "single quotes": "attachment; filename='nianbao.docx'",
    }
    units = ("财政局", "民政局", "司法局", "水利局")
    rows = []
    for number, (unit, (label, header)) in enumerate(zip(units, forms.items(), strict=True), 71):
        path = f"/down?fid={number}"
        rows.append(site.publish(unit, label, path=path))
        site.making.pages[path] = docx(draft(f"{site.place}{unit}", YEAR, ON), ON, {"Content-Disposition": header})
    site.listing([*rows, site.earlier("信访局")])
    return site


MAKERS = (
    partial(_queries, "a query", "沧川县", "gbk"),
    partial(_queries, "a value behind", "砚川县", "gb18030"),
    partial(_queries, "two words", "栖川县", "gbk"),
    partial(_queries, "a word and a slash", "萏川县", "gbk"),
    addresses,
    day_links,
    *(
        partial(_feed, label, place)
        for label, place in {
            "RSS behind a script": "霁川县",
            "RSS as the column": "泠川县",
            "a list of records": "峦川县",
            "attributes": "汀川县",
        }.items()
    ),
    file_names,
)
