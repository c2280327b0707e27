import errno
import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.archive import Archive, ArchiveError


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive(tmp_path_factory.mktemp("archive"))


@given(data=st.binary(max_size=4096))
def test_what_is_put_comes_back(filled, data):
    sha256 = filled.put(data)
    assert sha256 == hashlib.sha256(data).hexdigest()
    assert filled.get(sha256) == data
    assert filled.put(data) == sha256


def test_the_layout_is_two_levels_by_hash(archive):
    sha256 = archive.put(b"report")
    assert [path.relative_to(archive.root) for path in archive.root.rglob("*") if path.is_file()] == [
        Path(sha256[:2], sha256[2:4], sha256)
    ]


def test_bytes_are_written_once(archive):
    path = archive.path(archive.put(b"report"))
    first = path.stat()
    archive.put(b"report")
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (first.st_ino, first.st_mtime_ns)


def test_a_torn_file_is_written_again(archive):
    sha256 = archive.put(b"the whole report")
    path = archive.path(sha256)
    path.chmod(0o644)
    path.write_bytes(b"the who")
    with pytest.raises(ArchiveError, match="已损坏"):
        archive.get(sha256)
    archive.put(b"the whole report")
    assert archive.get(sha256) == b"the whole report"


def test_a_changed_byte_is_noticed(archive):
    sha256 = archive.put(b"issued 12")
    path = archive.path(sha256)
    path.chmod(0o644)
    path.write_bytes(b"issued 13")
    with pytest.raises(ArchiveError, match="已损坏") as caught:
        archive.get(sha256)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_bytes_are_an_error_that_names_the_file(archive):
    sha256 = hashlib.sha256(b"never put").hexdigest()
    with pytest.raises(ArchiveError, match="缺少文件"):
        archive.get(sha256)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "AB" * 32, "a" * 63, "a" * 65])
def test_only_a_hash_names_a_file(archive, name):
    with pytest.raises(ArchiveError, match="不是 SHA-256"):
        archive.get(name)


@pytest.mark.parametrize(
    ("code", "word"), [(errno.ENOSPC, "磁盘已满"), (errno.EDQUOT, "磁盘已满"), (errno.EIO, "写不进去")]
)
def test_a_disk_that_does_not_take_the_bytes_leaves_nothing_half(archive, monkeypatch, code, word):
    def refuse(descriptor):
        raise OSError(code, os.strerror(code))

    kept = archive.put(b"kept before")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        with pytest.raises(ArchiveError, match=word):
            archive.put(b"too much")
    assert [path.name for path in archive.root.rglob("*") if path.is_file()] == [kept]
    assert archive.get(archive.put(b"too much")) == b"too much"


def test_what_is_new_is_synced_with_the_directory_that_names_it(archive, monkeypatch):
    synced = []
    sync = os.fsync

    def watched(descriptor):
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    first = archive.path(archive.put(b"report"))
    assert synced[:2] == [str(archive.root), str(first.parent.parent)]
    assert synced[-1] == str(first.parent)
    assert len(synced) == 4
    first.unlink()
    del synced[:]
    archive.put(b"report")
    assert synced[1:] == [str(first.parent)]
    first.unlink()
    first.parent.rmdir()
    del synced[:]
    archive.put(b"report")
    assert [synced[0], *synced[2:]] == [str(first.parent.parent), str(first.parent)]


def test_a_root_that_cannot_be_made_is_an_error(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ArchiveError, match="--data"):
        Archive(tmp_path / "file" / "archive").put(b"report")


def test_a_file_that_cannot_be_read_is_an_error(archive):
    path = archive.path(archive.put(b"report"))
    path.unlink()
    path.mkdir()
    with pytest.raises(ArchiveError, match="读不出来"):
        archive.get(path.name)


def test_sweeping_removes_leftovers_and_nothing_else(archive):
    kept = archive.put(b"kept")
    (archive.root / ".incoming" / "killed.part").write_bytes(b"half")
    assert archive.sweep() == 1
    assert archive.sweep() == 0
    assert archive.get(kept) == b"kept"


def test_sweeping_an_archive_that_is_not_there_yet(tmp_path):
    assert Archive(tmp_path / "nothing").sweep() == 0


def test_a_flipped_byte_heals_when_the_same_bytes_come_anew(archive):
    sha256 = archive.put(b"issued 12")
    path = archive.path(sha256)
    path.chmod(0o644)
    path.write_bytes(b"issued 13")
    assert archive.put(b"issued 12") == sha256
    assert archive.get(sha256) == b"issued 12"


def test_a_lost_file_heals_when_the_same_bytes_come_anew(archive):
    sha256 = archive.put(b"issued 12")
    archive.path(sha256).unlink()
    archive.put(b"issued 12")
    assert archive.get(sha256) == b"issued 12"


def test_evidence_is_for_its_owner_alone(archive):
    path = archive.path(archive.put(b"report"))
    folders = [path.parent, path.parent.parent]
    assert [folder.stat().st_mode & 0o077 for folder in (path, *folders)] == [0, 0, 0]
