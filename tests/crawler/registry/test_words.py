"""The words of lists one by one: headings, kinds, addresses, contacts."""

import pytest

from crawler.registry.cells import addresses_in, contact_and_phone, name_beside, name_in
from crawler.registry.headings import meaning
from crawler.registry.kinds import said_by, settle

HEADINGS = {
    "序号": "序号 编号 No.",
    "机关": "单位 单位名称 单位（全称） 监测单位名称 公开主体 行政机关名称 部门名称 名称 body",
    "简称": "简称 单位简称 规范简称 曾用名",
    "首页": "网址 官网 网站地址 门户首页 政府门户网站网址 URL",
    "门户": "门户 网站名称 门户名称 portal",
    "网站": "门户网站 所属网站 网站",
    "栏目": "栏目 年报栏目 年报网址 信息公开年报专栏地址",
    "类别": "类别 单位性质 单位类型 机构类别 kind",
    "层级": "层级 级别 行政级别",
    "联系人": "联系人 姓名 政务公开联络员 经办人",
    "电话": "电话 联系人电话 联系电话 办公电话 手机号码 联系方式",
    "联系人及电话": "联系人及电话 联系人（电话） 联系人/电话",
    "地区": "地区 县区 所属县区 县（市、区） 市（州）",
    "时限": "时限 发布时限 应报期限 截止日期",
    None: "备注 邮箱 传真 单位地址 主管部门 填报单位 分管领导 2024年年报链接 信息公开机构名称 得分",
}
KINDS = {
    "department": (
        "部门 市直部门 县直部门 一、市直部门（25个） 市政府工作部门 市政府组成部门 直属机构 委办局"
        " 中央驻市单位 中省直单位 垂管部门 行政机关"
    ),
    "government": "政府 县区 区县 各县（市、区） 县（市、区）人民政府 二、县区 市州",
    "office": "政府办 市政府办 政府办公室 办公厅",
    "township": "乡镇 乡 镇 民族乡",
    "subdistrict": "街道 街道办事处",
    "grass roots": "乡镇街道 乡镇（街道） 镇街 街道（乡镇）",
    "zone": "开发区 园区 功能区 管委会 （三）开发区管委会",
    "institution": "事业单位 直属事业单位 公立医院 医院 学校 市属高校 国有企业 公共企事业单位",
    "party": "党群部门 群团组织 人大 政协 法检",
    "any": "市直单位 单位 其他 市本级 党政机关 参公单位",
    None: "展馆 重点 甲类",
}


@pytest.mark.parametrize(
    ("name", "heading"), [(name, one) for name, words in HEADINGS.items() for one in words.split()]
)
def test_headings(name: str | None, heading: str) -> None:
    assert meaning(heading) == name


@pytest.mark.parametrize(("said", "words"), [(said, one) for said, words in KINDS.items() for one in words.split()])
def test_words_for_kinds(said: str | None, words: str) -> None:
    assert said_by(words) == said


@pytest.mark.parametrize(
    ("words", "name", "kind"),
    [
        ("市直部门", "甲市教育局", "department"),
        ("市直部门", "甲市人民政府办公室", "office"),
        ("市直部门", "甲市公积金管理中心", "department"),
        ("市直部门", "甲市人民医院", "institution"),
        ("市直单位", "甲市公积金管理中心", None),
        ("县区", "乙县", "government"),
        ("县区", "乙县教育局", "department"),
        ("县区", "高新区", None),
        ("事业单位", "甲市地震局", "institution"),
        ("乡镇街道", "丙镇", "township"),
        ("乡镇", "丁街道办事处", "subdistrict"),
        ("开发区", "甲市经济开发区管委会", None),
        ("政府办", "市府办", "office"),
    ],
)
def test_words_are_made_more_exact_by_names(words: str, name: str, kind: str | None) -> None:
    said = said_by(words)
    assert said is not None
    assert settle(said, name).kind == kind


@pytest.mark.parametrize(
    ("cell", "urls"),
    [
        ("http://www.a.gov.cn", ["http://www.a.gov.cn/"]),
        ("HTTPS://A.gov.cn/x", ["https://a.gov.cn/x"]),
        ("ｈｔｔｐ：//www.a.gov.cn/", ["http://www.a.gov.cn/"]),
        ("http:/www.a.gov.cn", ["http://www.a.gov.cn/"]),
        ("http//www.a.gov.cn", ["http://www.a.gov.cn/"]),
        ("www。a。gov。cn", ["http://www.a.gov.cn/"]),
        ("127.0.0.1:8080", ["http://127.0.0.1:8080/"]),
        ("甲市政府网（http://www.a.gov.cn）", ["http://www.a.gov.cn/"]),
        ("http://a.gov.cn/1；http://a.gov.cn/2", ["http://a.gov.cn/1", "http://a.gov.cn/2"]),
        ("甲市政府网", []),
        ("x@a.gov.cn", []),
        ("ftp://a.gov.cn/", []),
    ],
)
def test_addresses(cell: str, urls: list[str]) -> None:
    assert [address.url for address in addresses_in(cell)] == urls


def test_names_beside_addresses_and_within_numbers() -> None:
    assert name_beside("甲市政府网 http://www.a.gov.cn") == "甲市政府网"
    assert name_beside("甲市政府网（www.a.gov.cn）") == "甲市政府网"
    assert name_in("12、甲 市 教 育 局") == "甲市教育局"
    assert name_in("（3）甲市教育局*") == "甲市教育局"
    assert name_in("12345热线服务中心") == "12345热线服务中心"


@pytest.mark.parametrize(
    ("cell", "contact", "phone"),
    [
        ("张三 0931-1234567", "张三", "0931-1234567"),
        ("李四，13912345678", "李四", "13912345678"),
        ("王五（电话：0931-1234567）", "王五", "0931-1234567"),
        ("0931-1234567 张三、13900000000 李四", "张三、李四", "0931-1234567、13900000000"),
        ("张三", "张三", ""),
    ],
)
def test_contacts_and_phones_in_one_cell(cell: str, contact: str, phone: str) -> None:
    assert contact_and_phone(cell) == (contact, phone)
