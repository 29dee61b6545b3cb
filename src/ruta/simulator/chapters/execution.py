"""What the police do with measures: tell her, carry them out, watch, report; and breaches."""

from ruta.simulator import risk_form
from ruta.simulator.journey import DAY, Journey

POLICE, COURT, PROSECUTOR, CEM = "pnp", "juzgado-familia", "fiscalia-penal", "cem"
LONGEST_WATCH = 2 * 365 * DAY


def execute(journey: Journey, told: int) -> None:
    """From the court's notice on, for as long as the measures are watched."""
    executed = journey.after(told, "measure-executed")
    if journey.chance("execution-plan"):
        journey.act("execution-plan-made", POLICE, journey.after(told, "execution-plan"))
    journey.act(
        "victim-informed", POLICE, journey.after(told, "victim-told"), given_language="spanish"
    )
    if journey.chance("measure-executed"):
        journey.act("measure-executed", POLICE, executed, executed_how=journey.code("executed-how"))
        journey.act("respondent-informed", POLICE, executed + 600)
    else:
        journey.act(
            "impediment-recorded",
            POLICE,
            journey.after(told, "impediment"),
            impediment=journey.code("impediment-of-execution"),
            duty="executor-execute-immediately",
            start_act=journey.last("executor-notified"),
        )
    if journey.chance("channel-enabled"):
        journey.act("channel-enabled", POLICE, journey.after(told, "channel-enabled"))
    if journey.chance("execution-report"):
        speed = "severe" if journey.severe else "other"
        reported = journey.at_desk(told, f"execution-report-{speed}")
        journey.act("execution-report-sent", POLICE, reported, to=COURT)
    _watch(journey, executed)
    if journey.chance("breach"):
        _breach(journey, journey.after(executed, "breach"))
    if journey.chance("measures-ended"):
        ended = journey.at_desk(executed, "measures-ended")
        journey.act("measures-ended", COURT, ended, to=POLICE)


def _watch(journey: Journey, executed: int) -> None:
    """Visits, map and periodic reports, in the share of cases the police say they monitor."""
    if journey.chance("victim-mapped"):
        journey.act("victim-mapped", POLICE, journey.after(executed, "victim-mapped"))
    month = executed
    for _ in range(journey.draw.number("months-mapped")):
        month = journey.at_desk(month, "next-map")
        if month > journey.until:
            break
        journey.act("map-updated", POLICE, month)
    if not journey.chance("measures-monitored"):
        return
    last = min(journey.until, executed + LONGEST_WATCH)
    visit = journey.after(executed, "first-visit")
    for _ in range(journey.draw.number("visits")):
        if visit > last:
            break
        journey.act("visit-made", POLICE, visit, visit_outcome=journey.code("visit-outcome"))
        visit = journey.after(visit, "between-visits")
    months = 3 if journey.severe else 6
    for period in range(1, 4):
        due = executed + period * months * 30 * DAY
        if due > last or not journey.chance("periodic-report"):
            break
        journey.act(
            "compliance-report-sent", POLICE, journey.at_desk(due, "periodic-report"), to=COURT
        )


def _breach(journey: Journey, at: int) -> None:
    """A measure broken: known, told to the court, passed on, measures made stricter."""
    journey.act("victim-call", POLICE, at)
    if journey.chance("aid-given"):
        journey.act("aid-given", POLICE, journey.after(at, "aid-given"))
    known, kinds = journey.after(at, "breach-known"), [journey.code("breach-kind")]
    if not journey.act("breach-known", POLICE, known, breach_kinds=kinds):
        return
    if journey.chance("breach-never-told"):
        return
    told = journey.after(known, "breach-told")
    journey.act("breach-reported-court", POLICE, told, to=COURT, breach_kinds=kinds)
    court = journey.at_desk(told, "court-takes-note")
    journey.act(
        "breach-reported-prosecutor",
        COURT,
        journey.at_desk(court, "court-to-prosecutor"),
        to=PROSECUTOR,
    )
    if journey.chance("reassessed-after-breach"):
        vary(journey, court)


def vary(journey: Journey, known: int) -> None:
    risk_form.reassess(journey, POLICE, known)
    journey.act("risk-change-known-court", COURT, known + 1800, to=COURT)
    decided = journey.at_desk(known, "variation-decided")
    if journey.act("variation-decided", COURT, decided, variation=journey.code("variation")):
        notified = journey.at_desk(decided, "variation-notified")
        journey.act("variation-notified", COURT, notified, to=POLICE)
        journey.act("executor-notified", COURT, journey.after(decided, "executor-told"), to=POLICE)
