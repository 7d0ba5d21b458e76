"""A run in a notebook."""

from __future__ import annotations

from html import escape
from typing import Optional

COLORS = {"running": "#1a6fb5", "finished": "#555", "stopped": "#555"}
FAILED = "#b3261e"


def html(name: str, project: str, id: str, url: Optional[str], status: str, loss: Optional[float]) -> str:
    """A card of the run. Every name is text that somebody else may have written."""
    title = escape(name)
    if url is not None and url.startswith(("http://", "https://")):
        title = f'<a href="{escape(url)}" target="_blank" rel="noopener">{title}</a>'
    lines = [f"{escape(project)} · " if project else "", f"<code>{escape(id)}</code>"]
    last = "" if loss is None else f" · last loss {loss:.6g}"
    return (
        '<div style="border:1px solid #8886;border-radius:6px;padding:.6em .9em;display:inline-block;line-height:1.5">'
        f"<strong>{title}</strong><br>{''.join(lines)}<br>"
        f'<span style="color:{COLORS.get(status, FAILED)}">{escape(status)}</span>{last}</div>'
    )
