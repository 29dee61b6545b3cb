"""J1: a police officer takes a complaint at the counter, told once, and its clocks run."""

import re
from dataclasses import dataclass, field

import pytest

pytestmark = pytest.mark.journey

TOLD = (
    "Mi conviviente llegó tomado, me gritó y me empujó contra la puerta. "
    "Mis hijas estaban despiertas. (Relato inventado.)"
)
# What a trained person takes, in seconds, after the keystroke-level model of Card, Moran and
# Newell: finding and pressing something, one key of text, and taking in a page.
PRESS, KEY, READ = 1.3, 0.2, 1.35
MINUTES = 3


@dataclass
class Hand:
    """A person's hand on the page, which counts what it does."""

    page: object
    presses: int = 0
    keys: int = 0
    pages: int = field(default=0)

    def press(self, locator) -> None:
        self.presses += 1
        locator.click()

    def mark(self, label: str, within: str = "") -> None:
        """Choose an answer by its words, under a question when the words are not enough."""
        place = self.page.get_by_role("group", name=within) if within else self.page
        self.press(place.get_by_text(label, exact=True).first)

    def choose(self, name: str, value: str) -> None:
        self.presses += 1
        self.keys += 3
        self.page.locator(f'select[name="{name}"]').select_option(value)

    def write(self, name: str, text: str) -> None:
        self.presses += 1
        self.keys += len(text)
        self.page.locator(f'[name="{name}"]').fill(text)

    def on(self, label: str = "Continuar") -> None:
        self.pages += 1
        self.press(self.page.get_by_role("button", name=label, exact=True))

    @property
    def seconds(self) -> float:
        return self.presses * PRESS + self.keys * KEY + self.pages * READ


def at(page, slug: str) -> None:
    page.wait_for_url(re.compile(rf"/denuncias/[0-9a-f-]+/{slug}/"))


def test_a_complaint_is_taken_and_its_clocks_run(page, sign_in, looks_right):
    sign_in(page, "policia.puno")
    page.goto("/denuncias/nueva/")
    hand = Hand(page)

    looks_right(page, "j1-00-nueva")
    hand.on("Empezar")
    at(page, "seguridad")
    looks_right(page, "j1-01-seguridad")
    hand.mark("Sí, puede hablar ahora")
    hand.on()
    at(page, "lengua")
    looks_right(page, "j1-02-lengua")
    hand.mark("No")
    hand.on()
    at(page, "contacto")
    looks_right(page, "j1-03-contacto")
    hand.mark("Mensaje de texto")
    hand.write("telephone", "900000000")
    hand.on()
    at(page, "persona")
    looks_right(page, "j1-04-persona")
    hand.write("names", "Ilumé Vantare (inventada)")
    hand.mark("Mujer")
    hand.write("age", "31")
    hand.on()
    at(page, "relato")
    hand.write("account", TOLD)
    looks_right(page, "j1-05-relato")
    hand.on()
    at(page, "hechos")
    hand.mark("Física")
    hand.mark("Psicológica")
    hand.choose("relation", "cohabitant")
    looks_right(page, "j1-06-hechos")
    hand.on()
    at(page, "denunciado")
    looks_right(page, "j1-07-denunciado")
    hand.write("names", "Oltren (inventado)")
    hand.mark("Sí", within="¿Tiene un arma")
    hand.on()
    at(page, "ficha")
    for code in ("1", "5", "6", "7"):
        hand.press(page.locator(f'[name="item_{code}"][value="yes"]'))
    for code in ("2a", "8", "9", *map(str, range(10, 20))):
        hand.press(page.locator(f'[name="item_{code}"][value="no"]'))
    looks_right(page, "j1-08-ficha")
    hand.on("Ver el resultado")
    at(page, "resultado")
    looks_right(page, "j1-09-resultado")
    hand.on()
    at(page, "revisa")
    hand.mark("Le expliqué sus derechos y le di la cartilla")
    looks_right(page, "j1-10-revisa")
    hand.on("Registrar la denuncia")
    page.wait_for_url(re.compile(r"/casos/[0-9a-f-]+/$"))
    looks_right(page, "j1-11-caso")

    print(hand.presses, hand.keys, hand.pages, hand.seconds)
    assert hand.seconds < MINUTES * 60
