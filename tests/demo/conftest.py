from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from config.demo.loading import load
from config.demo.options import MODEL_CASE
from consultations.models import Consultation


def silent(text: str) -> None:
    """Progress is for people."""


@pytest.fixture(scope="module")
def model_case(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Consultation]:
    """The model case, loaded once for a module and taken out again at its end."""
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        yield load(MODEL_CASE, silent)
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


@pytest.fixture
def polis_folder(tmp_path: Path) -> Path:
    """A conversation in the shape of a Polis export."""
    (tmp_path / "summary.csv").write_text("topic,A Small Bridge\nurl,https://example.org/c\ncomments,4\n")
    (tmp_path / "comments.csv").write_text(
        "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
        "1483908221702,Mon Jan 09 03:43:41 WIB 2017,3,9,5,4,1,The bridge should be wide enough for two carts.\n"
        '1483404737048,Tue Jan 03 07:52:17 WIB 2017,2,9,16,2,1,"We had a ferry,\nand it was always late."\n'
        "1483039164411,Fri Dec 30 02:19:24 WIB 2016,1,8,13,1,0,Nobody asks the fishermen.\n"
        "1483039164411,Fri Dec 30 02:19:24 WIB 2016,0,8,0,9,-1,Buy my boats.\n"
    )
    return tmp_path
