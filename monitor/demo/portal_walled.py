"""A portal behind a wall: every address but robots.txt answers with a script that wants a browser's proof."""

from typing import Final

from monitor.demo.chrome import missing, robots
from monitor.demo.editions import Edition
from monitor.demo.resources import HTML, Resource, Site

_PAGE: Final = """<!DOCTYPE html><html><head><meta charset="utf-8">
<meta id="9DhefwqGPrzGxEp9hPaoag" content="v7mKq0cZ1pTgW3" r="m">
<script type="text/javascript" r="m">$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=38264;$_ts.cd="qLmxcqGd";</script>
</head><body></body></html>
"""


def walled_site(edition: Edition) -> Site:
    """The portal, any day."""
    wall = Resource(HTML, _PAGE.encode, edition.refreshed(), status=412)
    resources = {"/robots.txt": robots(edition)}
    return Site(edition.portal.name, edition.portal.address, resources, missing(edition), wall=wall)
