"""A case of the police that a CEM and a court know of, and files as people hand them over."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from tests.cases.stage import POLICE, Stage, act, complaint, report, shared, survivor

from ruta.access import context
from ruta.cases import evidence
from ruta.cases.models import Act, EvidenceFile
from ruta.web.components.lima import local

HOUR = timedelta(hours=1)
MARK = "Zafiro-Inventado-7731"


def photograph(size: tuple[int, int] = (64, 32)) -> bytes:
    """A photograph that says by whom, with what and where it was taken."""
    exif = Image.Exif()
    exif[0x010F], exif[0x013B] = MARK, MARK
    exif.get_ifd(0x8825)[1] = "S"
    exif.get_ifd(0x8825)[2] = (12.0, 2.0, 36.0)
    file = BytesIO()
    Image.new("RGB", size, "blue").save(file, "JPEG", exif=exif, comment=MARK.encode())
    return file.getvalue()


def document() -> bytes:
    """A PDF of one page that says who wrote it."""
    file, pdf = BytesIO(), pikepdf.new()
    pdf.add_blank_page()
    pdf.docinfo["/Author"] = MARK
    pdf.save(file, compress_streams=False)
    return file.getvalue()


def handed(content: bytes, now: Any, **other: Any) -> dict[str, Any]:
    """What a browser sends of the form; a file named as files are."""
    sent = {
        "act_id": str(uuid4()),
        "at": local(now - HOUR).strftime("%Y-%m-%dT%H:%M"),
        "evidence_kind": "photograph",
        "evidence_from": "her",
        "note": "Nota inventada.",
        "file": SimpleUploadedFile(f"{MARK}.jpg", content, "image/jpeg"),
        **other,
    }
    return {name: value for name, value in sent.items() if value is not None}


def told(answer: Any) -> str:
    """What an answer says."""
    return str(answer.content.decode("utf-8", "replace"))


def stored() -> int:
    """How many files the police see in all."""
    with context.entered(POLICE):
        return EvidenceFile.objects.count()


@pytest.fixture(autouse=True)
def in_no_hurry(settings: Any) -> None:
    """Tests send more files in a minute than anybody at a counter may."""
    settings.RUTA_FILES_MINUTE = 100_000


@pytest.fixture
def known(file: Stage, now: Any) -> Stage:
    """The police took it, the CEM was told, the court got the report."""
    file.opened(
        complaint(now - 5 * HOUR),
        act("cem-notified", now - 4 * HOUR, to="T-CEM-1"),
        report(now - 3 * HOUR),
        parties=(survivor(ubigeo="210101"),),
        now=now,
    )
    return file


@pytest.fixture
def href(known: Stage) -> str:
    """Where the evidence of the case is."""
    return f"/casos/{known.case_id}/pruebas/"


@pytest.fixture
def add(href: str, known: Stage, at_desk: Any, now: Any) -> Callable[..., UUID]:
    """`add(content, by=POLICE)`: hand a file in by the page; the id of its act."""

    def added(content: bytes, *, by: Any = POLICE, **other: Any) -> UUID:
        answer = at_desk(by).post(f"{href}nueva/", handed(content, now, **other))
        assert answer.status_code == 302, answer.content.decode()[:4000]
        with context.entered(by):
            last = Act.objects.filter(case_id=known.case_id, kind=evidence.KIND)
            return UUID(str(last.latest("arrival").act_id))

    return added


@pytest.fixture
def consented(known: Stage, now: Any) -> None:
    """She agreed that the CEM reads what other offices wrote of what she told."""
    known.recorded(shared("T-CEM-1", "account", at=now), now=now)
