"""Visits portals and brings captures home."""
