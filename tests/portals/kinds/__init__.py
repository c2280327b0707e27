"""Kinds of faults that the field showed: for each some portals, and what must be said of every body on them."""
