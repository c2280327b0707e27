"""Keeps everything: bytes by hash and a log in SQLite. Knows no spider and no rule."""
