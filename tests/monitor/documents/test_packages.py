"""Archives: the report among the files is found and read, hostile ones are refused in one line."""

import gzip
import io
import os
import shutil
import subprocess
import tarfile
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from monitor.demo.render_docx import report_docx
from monitor.demo.render_pdf import report_pdf
from monitor.documents import limits, packages, unpacking
from monitor.documents.kinds import DOCX, PDF, TEXT
from monitor.documents.model import Document, Paragraph, UnreadableDocumentError
from monitor.documents.reading import read_document
from tests.corpus.measure import score
from tests.corpus.samples import Sample, draft_for, short
from tests.monitor.documents.archives import locked, locked_rar, old_rar, rar, zipped

DRAFT = short(draft_for("test_packages"))
WORD = report_docx(DRAFT)
PROSE = "各科室报送统计数据的时间安排如下，请按期完成。".encode()
NAME = "槐安县2024年政府信息公开工作年度报告.docx"

needs_bsdtar = pytest.mark.skipif(shutil.which("bsdtar") is None, reason="bsdtar (libarchive-tools) is not installed")


def read(data: bytes, name: str = "年报.zip") -> Document:
    return read_document(data, name=name)


def refusal(data: bytes, name: str = "年报.zip") -> str:
    with pytest.raises(UnreadableDocumentError) as problem:
        read(data, name)
    message = str(problem.value)
    assert "\n" not in message
    assert message.endswith("。")
    return message


def seven_zip(tmp_path: Path, members: dict[str, bytes]) -> bytes:
    for name, data in members.items():
        (tmp_path / name).write_bytes(data)
    command = ["bsdtar", "--format=7zip", "-cf", "a.7z", *members]
    subprocess.run(command, cwd=tmp_path, check=True, env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"})
    return (tmp_path / "a.7z").read_bytes()


def tarred(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


# --- which file is the report -----------------------------------------------------------------------------


@pytest.mark.parametrize("gbk", [True, False])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_the_report_is_chosen_by_its_name(gbk: bool, method: int):
    members = {"附件/报送通知.txt": PROSE, f"2024/{NAME}": WORD, "说明.txt": PROSE}
    document = read(zipped(members, gbk=gbk, method=method))
    assert document.media_type == DOCX
    assert document.notes == [f"读的是压缩包里的《{NAME}》；其余没有读：报送通知.txt、说明.txt。"]


def test_every_figure_comes_out_of_an_archive():
    result = score(Sample("ZIP", "DOCX", DRAFT, zipped({NAME: WORD}, gbk=True), "年报.zip"))
    assert (result.right, result.amiss) == (result.cells, ())


@pytest.mark.parametrize(
    ("others", "chosen"),
    [
        ({"1.txt": PROSE, "2.docx": WORD}, "2.docx"),
        ({"正文.docx": WORD, "槐安县2024年政府信息公开工作年度报告解读.txt": PROSE}, "正文.docx"),
        ({"2024年度报告.txt": PROSE, "正文.docx": WORD}, "正文.docx"),
        ({"年报.pdf": b"%PDF-1.4 \xe5\x8d\x8a", "年报.docx": WORD}, "年报.docx"),
        ({"年报": WORD, "a.exe": b"MZ"}, "年报"),
        ({"__MACOSX/._年报.docx": b"x", "~$年报.docx": b"x", "年报.docx": WORD}, "年报.docx"),
    ],
)
def test_the_content_decides_where_names_do_not(others: dict[str, bytes], chosen: str):
    document = read(zipped(others))
    assert document.media_type == DOCX
    assert f"《{chosen}》" in document.notes[-1]


def test_a_docx_goes_before_a_pdf_of_the_same_name():
    assert read(zipped({"年报.pdf": report_pdf(DRAFT), "年报.docx": WORD})).media_type == DOCX
    assert read(zipped({"年报.pdf": report_pdf(DRAFT), "附件.txt": PROSE})).media_type == PDF


def test_what_is_no_report_is_read_where_there_is_nothing_else():
    assert read(zipped({"通知.txt": PROSE})).text() == PROSE.decode()


def test_an_archive_in_an_archive_is_opened_and_a_third_is_not():
    inner = zipped({NAME: WORD})
    document = read(zipped({"年报.zip": inner, "说明.txt": PROSE}))
    assert document.media_type == DOCX
    assert "太多层" in refusal(zipped({"1.zip": zipped({"2.zip": inner})}))


def test_pictures_alone_are_pages_in_the_order_of_their_names(monkeypatch: pytest.MonkeyPatch):
    def recognised(data: bytes, name: str) -> Document:
        return Document("image/png", [Paragraph(data[8:].decode(), page=1)], pages=1, doubtful=True, notes=["识别。"])

    pages = {f"年报/第{number}页.png": b"\x89PNG\r\n\x1a\n" + str(number).encode() for number in (10, 9, 1, 2)}
    document = packages.read_package(zipped(pages), "application/zip", recognised)
    assert [(block.text, block.page) for block in document.paragraphs()] == [("1", 1), ("2", 2), ("9", 3), ("10", 4)]
    assert document.doubtful
    assert document.pages == 4
    assert document.notes == ["识别。", "读的是压缩包里的 4 张图片，按文件名排序。"]


def is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


# --- names ------------------------------------------------------------------------------------------------


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=20))
@settings(max_examples=100)
def test_names_in_gbk_come_out_right(stem: str):
    # A few names are in GBK, byte for byte, others in UTF-8: nobody can tell which was meant.
    assume(not is_utf8(stem.encode("gbk")))
    document = read(zipped({f"{stem}.txt": PROSE}, gbk=True))
    assert document.notes == [f"读的是压缩包里的《{stem}.txt》。"]


def test_a_name_in_utf8_that_nobody_declared():
    data = zipped({NAME: WORD}).replace(b"\x00\x08\x08\x00", b"\x00\x00\x08\x00")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not archive.infolist()[0].flag_bits & 0x800
    assert NAME in read(data).notes[0]


def test_a_name_given_a_second_time_in_unicode():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        entry = zipfile.ZipInfo("_.docx")
        stated = b"\x01" + bytes(4) + NAME.encode()
        entry.extra = b"\x75\x70" + len(stated).to_bytes(2, "little") + stated
        archive.writestr(entry, WORD)
    assert NAME in read(buffer.getvalue()).notes[0]


@pytest.mark.parametrize(
    "name", ["../../../etc/年报.docx", "/etc/年报.docx", "C:\\年报.docx", "..\\..\\年报.docx", "a\x07/年报.docx"]
)
def test_names_that_lead_elsewhere_lead_nowhere(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert "《年报.docx》" in read(zipped({name: WORD})).notes[0]
    assert not list(tmp_path.iterdir())


# --- other archives ---------------------------------------------------------------------------------------


def test_tar_and_gzip():
    assert read(tarred({"说明.txt": PROSE, NAME: WORD}), "年报.tar.gz").media_type == DOCX
    assert read(gzip.compress(WORD), "年报.docx.gz").media_type == DOCX


@needs_bsdtar
@pytest.mark.parametrize("packed", [rar, old_rar])
def test_rar(packed: Callable[[dict[str, bytes]], bytes]):
    """The report is itself a ZIP, stored as it is: the archive must not be taken for that."""
    document = read(packed({"附件/说明.txt": PROSE, f"年报/{NAME}": WORD}), "年报.rar")
    assert document.media_type == DOCX
    assert document.notes == [f"读的是压缩包里的《{NAME}》；其余没有读：说明.txt。"]


@needs_bsdtar
def test_seven_zip(tmp_path: Path):
    document = read(seven_zip(tmp_path, {"说明.txt": PROSE, NAME: WORD}), "年报.7z")
    assert document.media_type == DOCX
    assert NAME in document.notes[0]


@needs_bsdtar
def test_broken_and_locked_rar():
    data = rar({NAME: WORD})
    assert "加了密码" in refusal(locked_rar(), "年报.rar")
    assert "不完整或已损坏" in refusal(data[:200], "年报.rar")
    assert "不完整或已损坏" in refusal(data[: len(data) // 2], "年报.rar")


def test_without_bsdtar_the_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert "libarchive-tools" in refusal(rar({NAME: WORD}), "年报.rar")


@needs_bsdtar
def test_an_unpacker_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    slow = tmp_path / "bsdtar"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _name: str(slow))
    monkeypatch.setattr(unpacking, "_SECONDS", 0.2)
    begun = time.monotonic()
    assert "不完整或已损坏" in refusal(rar({NAME: WORD}), "年报.rar")
    assert time.monotonic() - begun < 30


# --- what cannot be read, and what would harm -------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (zipped({}), "压缩包"),
        (zipped({"setup.exe": b"MZ", "a.db": b"x"}), "没有年度报告那样的文件"),
        (locked(zipped({NAME: WORD})), "加了密码"),
        (zipped({NAME: WORD})[:2000], "不完整或已损坏"),
        (zipped({"年报.pdf": b"<html><body>404</body></html>"}), "《年报.pdf》文件名是 PDF，内容却是网页"),
        (zipped({"年报.docx": WORD[:3000], "附件.xlsx": b"PK\x03\x04"}), "《年报.docx》DOCX 文件不完整或已损坏"),
        (zipped({"年报.txt": bytes(20_000_000)}), "大得反常"),
        (zipped({"1.zip": zipped({"年报.txt": bytes(20_000_000)})}), "大得反常"),
        (gzip.compress(bytes(limits.PART_BYTES + 10)), "大得反常"),
        (gzip.compress(WORD)[:3000], "不完整或已损坏"),
        (zipped({f"{number}.txt": b"" for number in range(limits.PARTS + 1)}), "超过"),
    ],
)
def test_one_line_for_what_cannot_be_read(data: bytes, says: str):
    assert says in refusal(data)


def test_members_that_lie_about_their_size_are_cut_off():
    honest = zipped({"年报.txt": b"a" * 10_000_000})
    size = (10_000_000).to_bytes(4, "little")
    assert honest.count(size) == 2
    assert "不完整或已损坏" in refusal(honest.replace(size, (100).to_bytes(4, "little")))


def test_members_that_together_are_too_much(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "UNPACKED_BYTES", 1000)
    budget = unpacking.Budget(1000)
    members = unpacking.members_of(zipped({f"{n}.txt": PROSE * 5 for n in range(9)}), "application/zip", budget, bool)
    with pytest.raises(UnreadableDocumentError, match="大得反常"):
        [member.read() for member in members]


@given(st.binary(max_size=100), st.integers(0, 1_000_000))
@settings(max_examples=150)
def test_damaged_archives_give_a_document_or_one_line(noise: bytes, at: int):
    data = zipped({"说明.txt": PROSE * 20, "年报.txt": "政府信息公开工作年度报告".encode()}, gbk=True)
    at %= len(data)
    with suppress(UnreadableDocumentError):
        assert read(data[:at] + noise + data[at + len(noise) :]).media_type == TEXT
