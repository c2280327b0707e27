"""Members of kinds that the monitor does not master yet, each with its reason."""

from collections.abc import Mapping, Sequence

_BY_KIND: Mapping[str, tuple[str, Sequence[str]]] = {
    "told by data": (
        "what data tell of their length is not compared with what came",
        ("totalPages",),
    ),
    "Chinese queries": (
        "queries are not asked in the encoding of the page",
        (
            "a query",
            "a value behind",
            "two words",
            "a word and a slash",
        ),
    ),
    "addresses": (
        "addresses with wrong slashes are taken for paths",
        (
            "three slashes",
            "one slash",
        ),
    ),
    "links beside titles": (
        "a link that says no title has none",
        (
            "a day",
            "a day in brackets",
            "详细>>",
        ),
    ),
    "XML": (
        "lists of XML are not read",
        (
            "RSS behind a script",
            "RSS as the column",
            "a list of records",
            "attributes",
        ),
    ),
}
"""By kind: why, and its members."""

FAILING: Mapping[str, str] = {
    f"{kind}: {label}": reason for kind, (reason, labels) in _BY_KIND.items() for label in labels
}

FAILING_CASES: Mapping[str, str] = {
    "gbk-page-chinese-query": "queries are not asked in the encoding of the page",
    "pager-count-in-variable": "the count of a pager that a script holds in a variable",
}
"""The same for the cases beside the checkout."""
