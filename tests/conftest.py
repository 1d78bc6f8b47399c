"""What all tests share: Hypothesis draws the same examples every time, and waits for the compiler."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# The first example may have to compile: no deadline, and no complaint that it was slow.
settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
# For a night of looking further: uv run pytest --hypothesis-profile search
settings.register_profile(
    "search", settings.get_profile("repeatable"), derandomize=False, max_examples=2000
)
settings.load_profile("repeatable")
