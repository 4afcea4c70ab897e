"""A page travels compressed to whoever takes it so, a file and data never."""

from __future__ import annotations

import gzip

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
TAKES = {"Accept-Encoding": "gzip, deflate"}


def test_page_is_compressed_for_who_takes_it(client: Client) -> None:
    plain, packed = client.get("/en/promise/"), client.get("/en/promise/", headers=TAKES)
    assert (plain.headers.get("Content-Encoding"), packed.headers["Content-Encoding"]) == (None, "gzip")
    assert len(packed.content) < len(plain.content) / 2
    assert b"</html>" in gzip.decompress(packed.content)
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_length_of_one_page_differs_from_time_to_time(client: Client) -> None:
    """Nobody on the line reads from it what stands in the page."""
    lengths = {len(client.get("/en/promise/", headers=TAKES).content) for _time in range(30)}
    assert len(lengths) > 1


def test_data_are_sent_as_they_are(client: Client) -> None:
    answer = client.get("/api/v1/schema/?format=json", headers=TAKES)
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers
