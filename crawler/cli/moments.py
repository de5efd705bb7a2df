"""Days and ages as people type them after ``--since``."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import click

_AGE = re.compile(r"(\d{1,4})\s*(h|d|w)", re.IGNORECASE)
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


class Since(click.ParamType[datetime]):
    """``2d``, ``36h``, ``1w`` or a day like ``2026-01-31``: an aware moment, or a day's midnight without a zone."""

    name = "since"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:  # noqa: ANN401
        """Return the moment; a day is the source's own, so its midnight is not aware."""
        if isinstance(value, datetime):
            return value
        age = _AGE.fullmatch(str(value).strip())
        if age:
            return datetime.now(UTC) - int(age[1]) * _UNITS[age[2].lower()]
        try:
            return datetime.combine(date.fromisoformat(str(value)), time())
        except ValueError:
            self.fail(f'"{value}" is neither an age such as 2d or 36h nor a day such as 2026-01-31', param, ctx)


class Day(click.ParamType[date]):
    """A day like ``2026-01-31``."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ANN401
        """Return the day."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fail(f'"{value}" is no day such as 2026-01-31', param, ctx)
