"""Pages that are turned by sending a form back: ASP.NET WebForms' ``__doPostBack``, and forms with a page number."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

from crawler.labels import subcolumn_kind
from crawler.lists.page_requests import PAGE_NAME, Form, PageRequest, Shown
from crawler.markup import Element, absolute, text_of
from crawler.platforms.family import Family
from crawler.scripts.menus import choices_of

_POST_BACK: Final = re.compile(
    r"__doPostBack\(\s*['\"]([^'\"]*)['\"]\s*,\s*['\"]([^'\"]*)['\"]\s*\)|WebForm_PostBackOptions\(\s*['\"]([^'\"]*)['\"]"
)
_NUMBERED: Final = re.compile(r"(?:Page\$)?(\d+)")
_KEPT: Final = frozenset({"hidden", "text", ""})


class AspNet(Family):
    """ASP.NET WebForms."""

    def click(self, element: Element, shown: Shown) -> PageRequest | None:
        """The request that a pager's link or button sends by script or as a submit; None where it sends none."""
        if element.tag in {"input", "button"} and (element.get("type") or "submit").lower() in {"submit", "image"}:
            name = element.get("name") or ""
            return _form_request(element, shown, ((name, element.get("value") or ""),)) if name else None
        back = _POST_BACK.search((element.get("href") or "") + (element.get("onclick") or ""))
        if back is None:
            return None
        event = (("__EVENTTARGET", back.group(1) or back.group(3) or ""), ("__EVENTARGUMENT", back.group(2) or ""))
        return _form_request(element, shown, event)

    def page_number(self, element: Element) -> int | None:
        """The number of the page that a link of a grid's pager posts back for: ``Page$3``; None for any other link."""
        back = _POST_BACK.search((element.get("href") or "") + (element.get("onclick") or ""))
        found = _NUMBERED.fullmatch(back.group(2) or "") if back else None
        return int(found.group(1)) if found else None

    def forms_onward(self, shown: Shown) -> Iterator[PageRequest]:
        """Forms that hold the page number in a field, sent again with the next one."""
        for form in shown.root.iter("form"):
            fields = _fields(form)
            name = next((name for name, value in fields if PAGE_NAME.fullmatch(name) and value.isdecimal()), None)
            if name is None:
                continue
            sent = tuple((key, str(int(value) + 1) if key == name else value) for key, value in fields)
            address = absolute(shown.base, form.get("action") or shown.url) or shown.url
            if (form.get("method") or "get").lower() == "post":
                yield PageRequest(address, "POST", sent, guess=True)
            else:
                yield PageRequest(f"{address.partition('?')[0]}?{urlencode(sent)}", guess=True)

    def lists_beside(self, shown: Shown) -> Iterator[PageRequest]:
        """The lists of other years or units that a choice or a link of the page as it is opened posts back for."""
        if shown.request.method != "GET" or "__doPostBack" not in shown.html:
            return
        form = next(shown.root.iter("form"), shown.root)
        for choice in choices_of(shown.html):
            back = _POST_BACK.search(choice.onchange.replace("\\", ""))
            if back is None or not choice.name:
                continue
            event = (("__EVENTTARGET", back.group(1) or ""), ("__EVENTARGUMENT", back.group(2) or ""))
            for value, label in choice.options:
                if value != choice.value and subcolumn_kind(label):
                    yield replace(_form_request(form, shown, (*event, (choice.name, value))), branch=True, first=True)
        for link in shown.root.iter("a"):
            if subcolumn_kind(text_of(link)) and (request := self.click(link, shown)):
                yield replace(request, branch=True, first=True)


FAMILY: Final[Family] = AspNet()


def _form_request(element: Element, shown: Shown, event: Form) -> PageRequest:
    """A form with its hidden fields and one event, to where the form says, else to the page itself."""
    form = element if element.tag == "form" else next(element.iterancestors("form"), None)
    names = {name for name, _ in event}
    chosen = ((choice.name, choice.value) for choice in choices_of(shown.html) if choice.name)
    fields = (*_fields(form if form is not None else shown.root), *chosen)
    kept = tuple(pair for pair in fields if pair[0] not in names)
    action = absolute(shown.base, form.get("action") or "") if form is not None and form.get("action") else ""
    return PageRequest(action or absolute(shown.url, ""), "POST", (*event, *kept))


def _fields(holder: Element) -> Form:
    """The fields that a form sends of itself: hidden ones, and texts as they stand."""
    return tuple(
        (field.get("name") or "", field.get("value") or "")
        for field in holder.iter("input")
        if field.get("name") and (field.get("type") or "").lower() in _KEPT
    )
