"""A person's hand on the pages of a report, which counts what it does."""

import re
from dataclasses import dataclass

TOLD = (
    "Mi conviviente llegó tomado, me gritó y me empujó contra la puerta. "
    "Mis hijas estaban despiertas. (Relato inventado.)"
)
# What a trained person takes, in seconds, after the keystroke-level model of Card, Moran and
# Newell: finding and pressing something, one key of text, and taking in a page.
PRESS, KEY, READ = 1.3, 0.2, 1.35


@dataclass
class Hand:
    """A person's hand on the page, which counts what it does."""

    page: object
    presses: int = 0
    keys: int = 0
    pages: int = 0

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


def begin(page, sign_in, username="policia.puno"):
    """Begin a report and go to the page where she is asked who she is."""
    sign_in(page, username)
    page.goto("/denuncias/nueva/")
    hand = Hand(page)
    hand.on("Empezar")
    at(page, "seguridad")
    hand.mark("Sí, puede hablar ahora")
    hand.on()
    at(page, "lengua")
    hand.mark("No")
    hand.on()
    at(page, "contacto")
    hand.on()
    at(page, "persona")
    return hand


def to_the_account(page, hand):
    hand.mark("Mujer")
    hand.write("age", "31")
    hand.on()
    at(page, "relato")


def share(page, hand, answer="Sí"):
    """She says with whom we share what she told."""
    at(page, "comparte")
    hand.mark(answer, within="¿Con el CEM")
    hand.on()


def decide_and_register_twice(page, hand):
    at(page, "nivel")
    hand.mark("Leve")
    hand.write("reasons", "No viven juntos (inventado).")
    hand.on()
    share(page, hand)
    at(page, "revisa")
    page.get_by_role("button", name="Registrar la denuncia").dblclick()
    page.wait_for_url(re.compile(r"/casos/[0-9a-f-]+/$"))
