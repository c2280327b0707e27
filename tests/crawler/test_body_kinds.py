"""Which names leave open what their body is by law."""

import pytest

from crawler.body_kinds import stands_open


@pytest.mark.parametrize(
    "name",
    [
        *(
            "青屿综合实验区",
            "青屿综合实验区管委会",
            "云岭高新技术产业开发区管理委员会",
            "云岭经开区财政局",
            "望海保税区",
        ),
        *("云岭新区", "云岭县招商服务中心", "沙洲市消防救援支队", "云岭县水文站", "沙洲市供销合作社", "沙洲市红十字会"),
    ],
)
def test_open(name: str) -> None:
    assert stands_open(name)


@pytest.mark.parametrize(
    "name",
    [
        *("云岭县人民政府", "云岭县", "北屏区", "云岭县财政局", "沙洲市国有资产监督管理委员会", "沙洲市城市管理委员会"),
        *(
            "沙洲市外事办公室",
            "浦东新区财政局",
            "沙洲市公安局北屏分局",
            "柳林镇人民政府",
            "云岭县自来水公司",
            "云岭县人民医院",
        ),
    ],
)
def test_settled(name: str) -> None:
    assert not stands_open(name)
