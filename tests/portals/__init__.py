"""Portals in the manner of the software families and mechanisms of the field, served on loopback addresses.

``python -m tests.portals`` crawls them all from their home pages alone and prints what was found.
"""
