"""Where links lead that are clicks."""

import pytest

from crawler.markup import link_of, parse

BASE = "http://www.x.gov.cn/zwgk/index.html"


@pytest.mark.parametrize(
    ("attributes", "target"),
    [
        ('href="#" onclick="window.open(\'nb/\')"', "/zwgk/nb/"),
        ("onclick=\"location.href='nb/list'\"", "/zwgk/nb/list"),
        ("onclick=\"location.replace('../nb.jhtml')\"", "/nb.jhtml"),
        ("href=\"javascript:window.open('/a.pdf','_blank')\"", "/a.pdf"),
        ('data-href="/a/1.html" onclick="go(this)"', "/a/1.html"),
        ("onclick=\"go('/a/2.html')\"", "/a/2.html"),
        ("onclick=\"location.href='show?id='+id\"", ""),
        ("onclick=\"window.open('#')\"", ""),
        ("onclick=\"window.open('about:blank')\"", ""),
        ('href="javascript:void(0)"', ""),
    ],
)
def test_a_click_leads_where_its_script_opens(attributes: str, target: str) -> None:
    anchor = next(parse(f"<a {attributes}>年报</a>").iter("a"))
    assert link_of(anchor, BASE) == (f"http://www.x.gov.cn{target}" if target else "")
