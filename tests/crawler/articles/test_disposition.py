"""Names of files as servers send them."""

from base64 import b64encode
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.articles.disposition import name_in_disposition

NAME = "云溪县2024年年报.pdf"


def latin(data: bytes) -> str:
    return data.decode("latin-1")


@pytest.mark.parametrize(
    "header",
    [
        f"attachment; filename*=UTF-8''{quote(NAME)}",
        f"attachment; filename=\"x.pdf\"; filename*=utf-8''{quote(NAME)}",
        f"attachment; filename*=GBK''{quote(NAME.encode('gbk'))}",
        f'attachment; filename="{quote(NAME)}"',
        f"attachment;filename={quote(NAME.encode('gbk'))}",
        latin(f'attachment; filename="{NAME}"'.encode()),
        latin(f"attachment;filename={NAME}".encode("gbk")),
        f'attachment; filename="=?UTF-8?B?{b64encode(NAME.encode()).decode()}?="',
        f'inline; filename="{quote("/upload/2025/" + NAME)}"',
        f'attachment; filename="{NAME}"',
    ],
)
def test_every_way_to_write_a_name(header: str) -> None:
    assert name_in_disposition(header) == NAME


@pytest.mark.parametrize("header", ["", "attachment", "inline; size=3", 'attachment; filename=""'])
def test_no_name(header: str) -> None:
    assert name_in_disposition(header) == ""


@given(st.text())
def test_no_header_breaks_it(header: str) -> None:
    assert isinstance(name_in_disposition(header), str)
    assert isinstance(name_in_disposition(f'attachment; filename="{header}"'), str)
