"""DOC, WPS, RTF and ODT through LibreOffice, and what happens where it is missing, hangs or is lied to."""

import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from monitor.demo.render_docx import report_docx
from monitor.documents import kinds, office
from monitor.documents.model import CERTAIN, Document, UnreadableDocumentError
from monitor.documents.office import Format, convert
from monitor.documents.reading import read_document
from monitor.documents.workers import run
from tests.corpus.measure import score
from tests.corpus.samples import Sample, draft_for
from tests.corpus.word_files import LAYOUTS
from tests.monitor.documents.archives import zipped
from tests.monitor.documents.compound import compound

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(office.find_soffice() is None, reason="LibreOffice is not installed"),
]
DRAFT = draft_for("test_office")
DOCX = Format("DOCX", "docx", "MS Word 2007 XML")
KINDS = {"doc": kinds.DOC, "wps": kinds.DOC, "rtf": kinds.RTF, "odt": kinds.ODT}


THROUGH_OFFICE = "文件由 LibreOffice 转换后读取。"


@cache
def report(ending: str) -> bytes:
    return convert(report_docx(DRAFT), DOCX, to="doc" if ending == "wps" else ending)


@cache
def numbered() -> bytes:
    """A DOC whose headings are numbered by themselves, which our own reader leaves to LibreOffice."""
    return convert(LAYOUTS["automatic numbering"](DRAFT), DOCX, to="doc")


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(UnreadableDocumentError) as problem:
        read_document(data, name=name)
    message = str(problem.value)
    assert "\n" not in message
    assert message.endswith("。")
    return message


@pytest.mark.parametrize("ending", KINDS)
def test_every_figure_is_right(ending: str):
    name = f"年报.{ending}"
    document = read_document(report(ending), name=name)
    assert document.media_type == KINDS[ending]
    assert not document.doubtful
    assert document.notes == ([] if KINDS[ending] == kinds.DOC else [f"{ending.upper()} {THROUGH_OFFICE}"])
    result = score(Sample(ending, "", DRAFT, report(ending), name))
    assert (result.right, result.amiss) == (result.cells, ())


def test_a_doc_that_our_own_reader_is_not_sure_of_goes_through_libreoffice():
    assert read_document(numbered(), name="年报.doc").notes == [f"DOC {THROUGH_OFFICE}"]
    result = score(Sample("DOC", "", DRAFT, numbered(), "年报.doc"))
    assert (result.right, result.amiss) == (result.cells, ())


def test_without_libreoffice_such_a_doc_is_read_the_lighter_way(monkeypatch: pytest.MonkeyPatch):
    data, rtf = numbered(), report("rtf")
    monkeypatch.setenv(office.SOFFICE, "no-such-program")
    document = read_document(data, name="年报.doc")
    assert "轻量方式" in document.notes[0]
    assert "自动编号" in document.notes[0]
    assert "apt-get install libreoffice-writer-nogui" in document.notes[0]
    result = score(Sample("DOC", "", DRAFT, data, "年报.doc"))
    assert result.right == result.cells
    assert "apt-get install libreoffice-writer-nogui" in refusal(rtf, "年报.rtf")


def test_the_environment_names_the_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    found = office.find_soffice()
    assert found is not None
    monkeypatch.setenv("PATH", str(tmp_path))
    assert office.find_soffice() is None
    monkeypatch.setenv(office.SOFFICE, found)
    assert office.find_soffice() == found


def test_figures_that_two_readings_spell_differently_are_unsure(monkeypatch: pytest.MonkeyPatch):
    """LibreOffice computes fields anew: a reference to what is gone becomes an error behind the figure."""
    changed = "Error: Reference source not found"
    figures = {**DRAFT.figures, "applications.new.total": f"{DRAFT.figures['applications.new.total']}{changed}"}
    spoilt = report_docx(replace(DRAFT, figures=figures))
    data = numbered()
    monkeypatch.setattr(office, "convert", lambda *_: spoilt)
    document = read_document(data, name="年报.doc")
    doubted = [cell.text for table in document.tables() for cell in table.cells if cell.confidence < CERTAIN]
    assert doubted == [figures["applications.new.total"]]
    assert "1 个单元格两种读法不一致" in document.notes[-1]


# --- what cannot be read ----------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["doc", "rtf", "odt"])
def test_half_a_file_is_no_rubbish(ending: str):
    data = report(ending)
    assert "不完整或已损坏" in refusal(data[: len(data) // 2], f"年报.{ending}")


def test_what_only_calls_itself_so():
    assert "不完整或已损坏" in refusal(compound({"WordDocument": b"rubbish" * 900}), "年报.doc")
    assert "不完整或已损坏" in refusal(b"{\\rtf1 " + bytes(range(1, 256)) * 9, "年报.rtf")


def test_a_locked_file_is_called_so_at_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(office, "convert", lambda *_: pytest.fail("asked LibreOffice for a password"))
    head = b"\xec\xa5\xc1\x00" + bytes(6) + b"\x00\x01" + bytes(5000)
    assert "加了密码" in refusal(compound({"WordDocument": head}), "年报.doc")


# --- what it does to the machine --------------------------------------------------------------------------


def test_a_program_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    written = tmp_path / "pid"
    slow = tmp_path / "soffice"
    slow.write_text(f"#!/bin/sh\necho $$ > {written}\nexec sleep 60\n")
    slow.chmod(0o755)
    data = report("rtf")
    monkeypatch.setenv(office.SOFFICE, str(slow))
    monkeypatch.setattr(office, "SECONDS", 1)
    begun = time.monotonic()
    assert "秒内没有转换完" in refusal(data, "年报.rtf")
    assert time.monotonic() - begun < 30
    with pytest.raises(ProcessLookupError):
        os.kill(int(written.read_text()), 0)


def test_nothing_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    read_document(report("rtf"), name="年报.rtf")
    assert not list(tmp_path.iterdir())


def test_files_are_read_side_by_side():
    with ThreadPoolExecutor(3) as pool:
        read = list(
            pool.map(lambda ending: read_document(report(ending), name=f"年报.{ending}"), ["doc", "rtf", "odt"])
        )
    assert len({document.text() for document in read}) == 1


def _read(data: bytes) -> Document:
    return read_document(data, name="年报.doc")


def test_a_confined_worker_reads_too():
    (outcome,) = run(_read, [numbered()], processes=1)
    assert outcome.trouble == ""
    assert outcome.value is not None
    assert outcome.value.notes == [f"DOC {THROUGH_OFFICE}"]


@contextmanager
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server that notes what is asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815 - the names that the server asks for

        def log_message(self, *_args: object) -> None:
            """Nothing is logged."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
            thread.join()


def linked_odt(address: str) -> bytes:
    """A text with a picture and a section that stand on a server."""
    names = {
        **{key: f"urn:oasis:names:tc:opendocument:xmlns:{key}:1.0" for key in ("office", "text")},
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
    }
    declared = " ".join(f'xmlns:{key}="{name}"' for key, name in names.items())
    picture = (
        f'<draw:image xlink:href="{address}/a.png" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
    )
    frame = f'<draw:frame text:anchor-type="as-char" svg:width="5cm" svg:height="5cm">{picture}</draw:frame>'
    section = f'<text:section text:name="s"><text:section-source xlink:href="{address}/b.odt"/></text:section>'
    body = f"<office:text><text:p>一、总体情况</text:p><text:p>{frame}</text:p>{section}</office:text>"
    root = "document-content"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entries = "".join(
        f'<m:file-entry m:full-path="{path}" m:media-type="{kind}"/>'
        for path, kind in (("/", kinds.ODT), ("content.xml", "text/xml"))
    )
    return zipped(
        {
            "mimetype": kinds.ODT.encode(),
            "META-INF/manifest.xml": f'<m:manifest xmlns:m="{manifest}">{entries}</m:manifest>'.encode(),
            "content.xml": f"<office:{root} {declared}><office:body>{body}</office:body></office:{root}>".encode(),
        }
    )


def test_links_in_a_file_are_not_followed(monkeypatch: pytest.MonkeyPatch):
    with listener() as (address, asked):
        document = read_document(linked_odt(address), name="年报.odt")
        assert document.text() == "一、总体情况"
        assert asked == []
        monkeypatch.setattr(office, "_SETTINGS", {})
        read_document(linked_odt(address), name="年报.odt")
        assert asked, "the file links to nothing, so the test proves nothing"
