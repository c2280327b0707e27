"""Members of kinds that the monitor does not master yet, each with its reason."""

from collections.abc import Mapping

FAILING: Mapping[str, str] = {}

FAILING_CASES: Mapping[str, str] = {}
"""The same for the cases beside the checkout."""
