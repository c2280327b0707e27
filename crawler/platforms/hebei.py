"""河北's platform of UUIDs: blocks of a column answered as fragments of HTML, ``…/blocks/UUID?page=2&fix=0``."""

import re
from collections.abc import Iterator
from typing import Final

from crawler.lists.page_requests import PageRequest, Shown
from crawler.markup import absolute
from crawler.platforms.family import Family

_UUID: Final = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_BLOCK: Final = re.compile(
    rf"(?:https?://[\w.:-]{{1,80}})?(?:/[\w-]{{1,40}})?/columns/{_UUID}/templates/{_UUID}/blocks/{_UUID}", re.IGNORECASE
)


class Hebei(Family):
    """河北's platform of UUIDs."""

    def ways(self, shown: Shown) -> Iterator[PageRequest]:
        """The fragments of the blocks that a page names; further pages of a fragment are counted on."""
        if not shown.is_whole_page or "/blocks/" not in shown.html:
            return
        page = 2 if shown.shows_rows else 1
        for address in dict.fromkeys(_BLOCK.findall(shown.html)):
            yield PageRequest(
                absolute(shown.base, f"{address}?page={page}&fix=0"), xhr=True, guess=shown.shows_rows, branch=True
            )


FAMILY: Final[Family] = Hebei()
