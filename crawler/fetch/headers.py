"""A response's headers as text. HTTP gives them no charset: Latin-1 reads every byte and loses none (RFC 9110, section 5.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.http import Response


def header(response: Response, name: str) -> str | None:
    """Return the header of that name (the last, where it came twice), None where there is none."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def headers(response: Response) -> tuple[tuple[str, str], ...]:
    """Return name and value of each header line; one that came twice stands twice.

    Joined they would say something else: a bot named in one ``X-Robots-Tag`` line is not spoken to in the next.
    """
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
