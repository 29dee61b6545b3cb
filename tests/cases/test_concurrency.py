"""Two hands at once on one case: nothing lost, nothing twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection, transaction
from tests.cases.stage import CEM, NOW, POLICE, Stage, act, complaint, severe_form

from ruta.access import context
from ruta.cases import operations, verification
from ruta.cases.models import Act, Case
from ruta.postgres import roles


def at_once(*hands: Callable[[], object]) -> list:
    """What each hand got, all beginning together, each on a connection of its own."""
    start = Barrier(len(hands))

    def one(hand: Callable[[], object]) -> object:
        start.wait()
        try:
            return hand()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(hands)) as pool:
        return list(pool.map(one, hands))


@transaction.atomic
def recomputed(file: Stage) -> None:
    context.enter(POLICE)
    operations.recompute(case_id=file.case_id, now=NOW)


def test_the_same_act_sent_twice_at_once_is_stored_once(committed_file: Stage, acting_as) -> None:
    file = committed_file
    file.opened()
    told = act("account-told", NOW, account="Relato inventado")

    answers = at_once(*[lambda: file.recorded(told)[0].act_id] * 4)

    assert answers == [told.act_id] * 4
    with acting_as(roles.WORKER):
        assert Act.objects.filter(act_id=told.act_id).count() == 1


def test_the_same_case_opened_twice_at_once_is_opened_once(
    committed_file: Stage, acting_as
) -> None:
    file, first = committed_file, complaint()

    at_once(*[lambda: file.opened(first)] * 4)

    with acting_as(roles.WORKER):
        assert Case.objects.count() == Act.objects.count() == 1


def test_different_acts_at_once_are_all_kept_in_one_order(committed_file: Stage, acting_as) -> None:
    file = committed_file
    file.opened(complaint(), act("cem-notified", NOW, to="T-CEM-1"))
    notes = [act("note-added", NOW, note=str(number)) for number in range(6)]

    at_once(
        *[lambda note=note: file.recorded(note, by=POLICE) for note in notes[:3]],
        *[lambda note=note: file.recorded(note, by=CEM) for note in notes[3:]],
        lambda: recomputed(file),
        lambda: file.recorded(severe_form()),
    )

    with acting_as(roles.WORKER):
        arrivals = Act.objects.order_by("arrival").values_list("arrival", flat=True)
        assert list(arrivals) == list(range(1, 10))
        assert verification.verify(NOW) == []
