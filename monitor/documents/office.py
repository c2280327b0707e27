"""DOC, WPS, RTF and ODT: made into DOCX by LibreOffice, without screen, network or macros.

DOC and WPS are read by :mod:`monitor.documents.word97` first, and need LibreOffice only where that is not sure.
Every call has a profile and a directory of its own, so that calls may run side by side; one that takes too
long is killed. Where LibreOffice is missing or fails, the reading that is not sure is given, and a note says so.
"""

import os
import re
import shutil
import subprocess
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from crawler.text import squash
from monitor.documents import kinds
from monitor.documents.kinds import Format
from monitor.documents.model import CERTAIN, Cell, Document, Table, UnreadableDocumentError
from monitor.documents.tables import DOUBTFUL
from monitor.documents.word import read_word
from monitor.documents.word97 import MISSING_ONLY, Doubt, Word97, is_locked, is_older, read_word97
from monitor.documents.worker import more_time

SOFFICE: Final = "NIANBAO_SOFFICE"
"""Environment variable that names the program of LibreOffice."""
SECONDS: Final = 60
"""Time for one file; a report takes one to three seconds."""
_GRACE: Final = 5
_AGAIN: Final = 81
"""Exit status by which LibreOffice asks to be started again, as it does once with every new profile."""
_STARTS_MOST: Final = 3
_RESULT_MOST: Final = 128 * 1024 * 1024
_PROGRAMS: Final = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
_INSTALL: Final = "apt-get install libreoffice-writer-nogui libreoffice-calc-nogui"

_OLDER: Final = Format("DOC", "doc", "MS Word 95")
_FIGURE: Final = re.compile(r"[-+−—/\\\d.,%]*")
_LOCKED: Final = "DOC 文件加了密码，请向发布机关索取不加密的文件。"

_SETTINGS: Final = {
    "/org.openoffice.Office.Common/Security/Scripting": {
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": "3",
        "BlockUntrustedRefererLinks": "true",
        "DisableActiveContent": "true",
    },
    "/org.openoffice.Office.Writer/Content/Update": {"Link": "0"},
    "/org.openoffice.Inet/Settings": {
        "ooInetProxyType": "2",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
        "ooInetNoProxy": "",
    },
}
"""No macros, no links followed, and a proxy that nobody serves: reading never touches the network."""


def read_office(data: bytes, kind: str) -> Document:
    """The document in a DOC, WPS, RTF or ODT file; ``kind`` is one of the media types of :mod:`kinds`.

    Raises :class:`UnreadableDocumentError` with one Chinese line where it cannot be read.
    """
    if kind == kinds.DOC and is_locked(data):
        raise UnreadableDocumentError(_LOCKED)
    older = kind == kinds.DOC and is_older(data)
    source = _OLDER if older else kinds.KINDS[kind].office
    assert source is not None
    lighter = _lighter(data) if kind == kinds.DOC and not older else None
    if lighter and not lighter.doubts:
        return lighter.document
    try:
        document = read_word(convert(data, source))
    except UnreadableDocumentError as problem:
        if kind != kinds.DOC or older:
            raise
        return _unsure(read_word97(data), problem)
    document.notes.append(f"{source.name} 文件由 LibreOffice 转换后读取。")
    if lighter:
        _compare(document, lighter.document)
    document.media_type = kind
    return document


def _lighter(data: bytes) -> Word97 | None:
    """Our own reading of a binary Word file, None where it fails."""
    try:
        return read_word97(data)
    except UnreadableDocumentError:
        return None


def _unsure(reading: Word97, problem: UnreadableDocumentError) -> Document:
    """Our own reading where nothing surer can be had: what may lack is said, and what may be wrong is doubted."""
    document = reading.document
    reasons = "、".join(doubt.value for doubt in Doubt if doubt in reading.doubts)
    document.notes.append(f"用轻量方式读取 DOC 文件，{reasons}没有读出或未能确定：{problem}")
    document.doubtful = not reading.doubts <= MISSING_ONLY
    return document


def _compare(document: Document, lighter: Document) -> None:
    """Doubts the figures that the lighter reading, which shares nothing with the full one, reads otherwise.

    LibreOffice computes fields anew, and a reference to something that is gone becomes an error message.
    """
    others = list(lighter.tables())
    if len(others) != sum(isinstance(block, Table) for block in document.blocks):
        return
    doubted = 0
    for at, block in enumerate(document.blocks):
        if isinstance(block, Table):
            cells = _doubted(block, others.pop(0))
            doubted += sum(cell.confidence < CERTAIN for cell in cells)
            document.blocks[at] = replace(block, cells=cells)
    if doubted:
        document.notes.append(f"{doubted} 个单元格两种读法不一致，未能确定。")


def _doubted(table: Table, other: Table) -> tuple[Cell, ...]:
    """The cells of a table, doubtful where the same cell of the other one holds another figure."""
    others = other.rows()
    cells: list[Cell] = []
    for number, row in enumerate(table.rows()):
        same = others[number] if number < len(others) and len(others[number]) == len(row) else row
        for one, two in zip(row, same, strict=True):
            cells.append(replace(one, confidence=DOUBTFUL) if _differ(one.text, two.text) else one)
    return tuple(cells)


def _differ(one: str, two: str) -> bool:
    """Whether two readings differ where at least one of them is a figure or nothing."""
    return squash(one) != squash(two) and bool(_FIGURE.fullmatch(squash(one)) or _FIGURE.fullmatch(squash(two)))


def find_soffice() -> str | None:
    """The program of LibreOffice: what the environment names, else what is found on the path."""
    named = os.environ.get(SOFFICE)
    if named:
        return shutil.which(named)
    return next((found for program in _PROGRAMS if (found := shutil.which(program))), None)


def convert(data: bytes, source: Format, *, to: str = "docx") -> bytes:
    """The file made into another format by LibreOffice.

    ``to`` is a file ending, or one with the name of a filter behind a colon.
    Raises :class:`UnreadableDocumentError` where LibreOffice is missing, refuses
    the file or needs longer than :data:`SECONDS`.
    """
    program = _program()
    if program is None:
        raise UnreadableDocumentError(
            f"{source.name} 文件需要 LibreOffice 才能完整读取；请运行 {_INSTALL}（或 make install）后再查。"
        )
    with tempfile.TemporaryDirectory(prefix="nianbao-office-", ignore_cleanup_errors=True) as place:
        directory = Path(place)
        file = directory / f"report.{source.ending}"
        file.write_bytes(data)
        _write_profile(directory / "profile")
        switches = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard")
        paths = ("--convert-to", to, "--outdir", str(directory / "out"), str(file))
        profile = f"-env:UserInstallation={(directory / 'profile').as_uri()}"
        ended = _run([program, profile, *switches, f"--infilter={source.filter}", *paths], directory)
        return _result(directory / "out" / f"report.{to.partition(':')[0]}", source, ended=ended)


def _result(path: Path, source: Format, *, ended: bool) -> bytes:
    if not ended:
        why = f"LibreOffice 在 {SECONDS} 秒内没有转换完；请用办公软件另存后再查。"
    elif not path.is_file():
        why = "不完整或已损坏，LibreOffice 打不开；请重新下载，或用办公软件另存后再查。"
    elif path.stat().st_size > _RESULT_MOST:
        why = "转换后大得反常，已停止读取；请向发布机关核实文件。"
    else:
        return path.read_bytes()
    raise UnreadableDocumentError(f"{source.name} 文件{why}")


def _run(command: list[str], directory: Path) -> bool:
    """Runs the program, again where it asks for that; kills it when its time is over. Whether it came to its end.

    It stays in the group of this process: whoever ends the group ends it too.
    """
    until = time.monotonic() + SECONDS
    more_time(SECONDS + _GRACE)
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(directory), "LANG": "C.UTF-8"}
    for _ in range(_STARTS_MOST):
        try:
            ended = subprocess.run(
                command,
                cwd=directory,
                env=environment | {"TMPDIR": str(directory), "SAL_USE_VCLPLUGIN": "svp"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=max(until - time.monotonic(), 0),
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False
        if ended.returncode != _AGAIN:
            break
    return True


def _program() -> str | None:
    """What to run: the program itself, which can be killed, where the one that people start only starts that."""
    found = find_soffice()
    itself = Path(found).resolve().with_name("soffice.bin") if found else None
    return str(itself) if itself and itself.is_file() else found


def _write_profile(profile: Path) -> None:
    items = "".join(
        f'<item oor:path={quoteattr(path)}><prop oor:name={quoteattr(name)} oor:op="fuse">'
        f"<value>{escape(value)}</value></prop></item>"
        for path, settings in _SETTINGS.items()
        for name, value in settings.items()
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>',
        encoding="utf-8",
    )
