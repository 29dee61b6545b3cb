"""
Whether an order only says that violence must stop, which by itself protects nobody.

A text is bare when it orders to cease and has no word beyond those such an order is made of; one
word more ("patrullaje", "colegio") and it orders something. Names of people do not count.
"""

import re
import unicodedata
from itertools import pairwise

WORD = re.compile(r"[^\W\d_]+")
SENTENCE = re.compile(r"[.;:\n]+")
# Each is the beginning of a word, without accents.
STOPPING = tuple("abst absteng cesa cese deje dejar evit prohib impid imped termin".split())
NEGATED = tuple("agred amenac amenaz cometa cometer ejerc ejerz hostig maltrat violent".split())
VIOLENCE = tuple(
    """
    agred agres agravi amenac amenaz dana fisic golpe gritar host insult integridad lesi
    maltrat moral ofend ofens patrimoni economic psicolog psiqui sexual verbal viole violen
    """.split()
)
FILLER = frozenset(
    """
    a accion acciones actitud acto actos actual adelante afecte afecten agraviada agraviado
    agresor agresora al algun alguna ambos apercibimiento aun autor bajo cada casa caso cometa
    cometer como con conducta conductas constituya constituyan continuar continue contra
    conviviente conyuge cual cualesquiera cualquier cualquiera cuando de debe debera del
    demandada demandado denunciada denunciado denunciante desobediencia dicha dicho directa
    directamente dispone disponer dispongase domicilio don dona donde e efectuar ejercer
    ejercicio ejerza el ella ellas ellos en encuentre entre esposa esposo esta este esto ex
    expareja familiar forma formas futuro generar genere grupo hacer hacia haga hechos hijas
    hijos hogar hostil inculpado indirecta indirectamente indole inmediatamente inmediato
    integrante integrantes la las le ley lo los luego lugar manera mas medida medidas medio
    mujer naturaleza ni no nuevamente nuevo nuevos o obligacion oficiese orden ordena ordenar
    ordenese ordeno otra otro para pareja parte partes perjuicio persona personal por presente
    presentes presunta presunto privado proceder protegida publico que queda quede realice
    realizar resistencia respecto respeto se sea senor senora senorita ser similar sin sobre
    su sus tal tanto tipo toda todas todo todos u un una veces vez via victima victimas y ya
    """.split()
)


def is_bare(text: str) -> bool:
    """Whether a text orders that violence stop, and nothing else."""
    words = [plain(word) for word in _spoken(text)]
    ceases = any(_begins(word, STOPPING) for word in words) or _forbids(words)
    return ceases and all(_empty(word) for word in words)


def plain(word: str) -> str:
    """A word in small letters without accents."""
    apart = unicodedata.normalize("NFD", word.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _spoken(text: str) -> list[str]:
    """The words of a text that are not names of people."""
    whole = text.isupper()
    return [
        word
        for sentence in SENTENCE.split(text)
        for place, word in enumerate(WORD.findall(sentence))
        if whole or place == 0 or word[0].islower()
    ]


def _forbids(words: list[str]) -> bool:
    """Whether it is put as "no agredir": a no before a verb of violence."""
    return any(first == "no" and _begins(then, NEGATED) for first, then in pairwise(words))


def _empty(word: str) -> bool:
    return word in FILLER or _begins(word, STOPPING) or _begins(word, VIOLENCE)


def _begins(word: str, roots: tuple[str, ...]) -> bool:
    return word.startswith(roots)
