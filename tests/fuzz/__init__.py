"""Damages files of every form by the thousand and holds the readers to their promise: one clear line, within bounds."""
