"""Portals composed at random, watched over three days: a body whose report stands there is never accused."""
