"""What a visitor has chosen: kept on the machine that runs the app, found again after a reload.

A visitor is a browser. Nobody sees the state of another; only the scoreboard of the game is shared.
"""

from __future__ import annotations

from typing import Any, TypeVar

Kept = TypeVar("Kept")


def page_state(page: str, default: dict[str, Any]) -> dict[str, Any]:
    """Return what this visitor chose on a page, with defaults for what was never chosen.

    What is put in it is kept.
    """
    from nicegui import app

    kept = app.storage.user.setdefault(page, {})
    for key, value in default.items():
        kept.setdefault(key, value)
    return kept


def plain(value: Any) -> Any:
    """Return what was kept as plain dictionaries and lists, which can be changed without being kept."""
    if isinstance(value, dict):
        return {key: plain(v) for key, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return value
