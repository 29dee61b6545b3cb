"""Taking an invented report over HTTP: pages with plain answers, any of which a test changes."""

import html
import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.test import Client

from ruta.cases.models import Act, Case

TOLD = "Ayer por la noche me empujó contra la puerta (relato inventado)."
NO_RISK = {f"item_{n}": "no" for n in range(1, 20)} | {"item_2a": "no"}
ARMED = {"item_2": "yes", "item_5": "yes", "item_6": "yes", "item_7": "yes"}

PLAIN: dict[str, dict[str, Any]] = {
    "seguridad": {"safe": "yes"},
    "lengua": {"complainant": "herself", "language": "spanish", "interpreter": "no"},
    "contacto": {},
    "persona": {
        "names": "Ilumé (inventada)",
        "sex": "mujer",
        "age": "31",
        "district": "Puno, Puno",
    },
    "relato": {"account": TOLD, "account_language": "spanish"},
    "hechos": {
        "violence_types": ["fisica", "psicologica"],
        "relation": "cohabitant",
        "presented_at": "2026-03-04T09:30",
    },
    "proteccion": {
        "relation": "cohabitant",
        "violence_types": ["sexual"],
        "presented_at": "2026-03-04T09:30",
    },
    "denunciado": {"names": "Vantare (inventado)"},
    "ficha": {**NO_RISK, **ARMED},
    "resultado": {"level": "severo"},
    "nivel": {"level": "moderado", "reasons": "Vive con él y tiene miedo (inventado)."},
    "comparte": {"share_cem": "yes", "share_health": "no", "how": "written"},
    "revisa": {
        "rights": "on",
        "given_language": "spanish",
        "wants_cem": "yes",
        "wants_complaint": "yes",
    },
}


@dataclass
class Taking:
    """A report being taken by whoever is signed in on a test client."""

    client: Client
    case_id: UUID = field(default_factory=uuid4)

    def begun(self) -> "Taking":
        """Begin with the id that the page gives; where no report is taken, nothing begins."""
        if given := self.given():
            answer = self.client.post("/denuncias/nueva/", {"case_id": given})
            self.case_id = UUID(answer.headers["Location"].split("/")[2])
        return self

    def given(self, address: str = "/denuncias/nueva/") -> str:
        """The signed id that a page gives out; nothing where there is none."""
        page = self.client.get(address).content.decode()
        found = re.search(r'name="case_id" value="([^"]*)"', page)
        return html.unescape(found.group(1)) if found else ""

    def address(self, slug: str, query: str = "") -> str:
        return f"/denuncias/{self.case_id}/{slug}/{query}"

    def see(self, slug: str) -> HttpResponse:
        return self.client.get(self.address(slug))

    def send(self, slug: str, query: str = "", **answers: Any) -> HttpResponse:
        """Send a page: its plain answers, those given instead of them; None leaves one out."""
        whole = {**PLAIN[slug], **answers}
        sent = {name: value for name, value in whole.items() if value is not None}
        if slug == "revisa":
            sent = {"cem": self.offered("cem"), "police": self.offered("police"), **sent}
        return self.client.post(self.address(slug, query), sent)

    def offered(self, name: str) -> str:
        """The office a list of the last page has chosen already."""
        page = self.see("revisa").content.decode()
        box = re.search(rf'<select name="{name}".*?</select>', page, re.S)
        chosen = re.search(r'value="([^"]*)" selected', box.group(0)) if box else None
        return chosen.group(1) if chosen else ""

    def until(self, last: str, **changes: dict[str, Any]) -> "Taking":
        """Send every page, as the report itself leads on, before one of them."""
        slug = "seguridad"
        while slug != last:
            answer = self.send(slug, **changes.get(slug, {}))
            assert answer.status_code == 302, (slug, errors(answer))
            slug = answer.headers["Location"].rstrip("/").rsplit("/", 1)[-1]
        return self

    def registered(self, **changes: dict[str, Any]) -> Case:
        """Take the whole report and register it."""
        self.until("revisa", **changes)
        answer = self.send("revisa", **changes.get("revisa", {}))
        assert answer.status_code == 302, errors(answer)
        assert answer.headers["Location"] == f"/casos/{self.case_id}/"
        return Case.objects.get(case_id=self.case_id)

    def kinds(self) -> list[str]:
        """The kinds of act of the case, in the order they arrived."""
        acts = Act.objects.filter(case_id=self.case_id).order_by("arrival")
        return list(acts.values_list("kind", flat=True))


def errors(answer: HttpResponse) -> list[str]:
    """What a page says is wrong."""
    return re.findall(r'<p class="field__error"[^>]*>(.*?)</p>', answer.content.decode(), re.S)


__all__ = ["ARMED", "NO_RISK", "PLAIN", "TOLD", "Taking", "errors"]
