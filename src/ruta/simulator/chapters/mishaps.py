"""What files are full of: withdrawals, transfers, agreements, corrections, annulments."""

from ruta.simulator import risk_form
from ruta.simulator.journey import Facts, Journey, Kept

POLICE, COURT, PROSECUTOR, CEM = "pnp", "juzgado-familia", "fiscalia-penal", "cem"
NOT_CORRECTED = {"account-told", "account-demanded", "annulment", "note-added", "case-transferred"}
SETS_RISK = {
    "risk-form-completed",
    "risk-level-raised",
    "risk-lowering-proposed",
    "risk-level-lowered",
}


def happen(journey: Journey) -> None:
    """After the route is walked: what went wrong along it."""
    if journey.chance("withdrawal"):
        at = journey.at_desk(journey.opened, "withdrawal")
        by = journey.code("withdrawal-office")
        journey.act("withdrawal-recorded", by, at, proposed_by=journey.code("proposed-by"))
    if journey.chance("private-agreement"):
        at = journey.at_desk(journey.opened, "withdrawal")
        who = journey.code("proposed-by")
        journey.act("private-agreement-recorded", POLICE, at, proposed_by=who)
    if journey.chance("conciliation"):
        at = journey.at_desk(journey.opened, "withdrawal")
        journey.act("confrontation-or-conciliation-held", PROSECUTOR, at)
    if journey.chance("note-added"):
        journey.act(
            "note-added", CEM, journey.at_desk(journey.opened, "note-added"), note="Nota inventada."
        )
    _lower(journey)
    _corrections(journey)
    _transfer(journey)


def _lower(journey: Journey) -> None:
    """One agency proposes a lower level, another agrees: nobody lowers it alone."""
    if journey.person.risk == "leve" or not journey.chance("risk-lowered"):
        return
    proposed = journey.at_desk(journey.opened, "risk-lowering-proposed")
    level = "leve" if journey.person.risk == "moderado" else "moderado"
    reasons = risk_form.REASON
    said: Facts = {"proposed_risk": level, "risk_reasons": reasons}
    if journey.act("risk-lowering-proposed", CEM, proposed, recorded_at=proposed, **said):
        lowered = journey.at_desk(proposed, "risk-level-lowered")
        journey.act("risk-level-lowered", POLICE, lowered, risk=level, risk_reasons=reasons)


def _transfer(journey: Journey) -> None:
    if not journey.chance("case-transferred"):
        return
    by, reason = journey.code("transfer-office"), journey.code("transfer-reason")
    at = journey.at_desk(journey.opened, "case-transferred")
    journey.hand_over(by, at, reason_code=reason)


def _corrections(journey: Journey) -> None:
    """One act corrected, or annulled by the office that recorded it."""
    candidates = [
        kept for kept, _ in journey.kept[1:] if kept.kind not in NOT_CORRECTED | SETS_RISK
    ]
    if not candidates:
        return
    if journey.chance("correction"):
        _correct(journey, candidates[journey.draw.below(len(candidates))])
    if journey.chance("annulment"):
        target = candidates[journey.draw.below(len(candidates))]
        at = journey.after(target.recorded_at, "correction")
        journey.act("annulment", target.by, at, annuls=target.act_id, reason_code="duplicate")


def _correct(journey: Journey, target: Kept) -> None:
    """The same kind and facts, at a time up to two hours off, recorded later."""
    at = max(journey.opened, target.at - journey.draw.below(7200))
    known = journey.after(target.recorded_at, "correction")
    journey.act(
        target.kind,
        target.by,
        at,
        to=target.to,
        corrects=target.act_id,
        recorded_at=known,
        **target.facts,
    )
