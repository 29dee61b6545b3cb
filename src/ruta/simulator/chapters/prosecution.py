"""The criminal side: inquiry, the single interview, forensic examination, archive or trial."""

from ruta.simulator.journey import Journey
from ruta.simulator.people import account

PROSECUTOR, COURT, TRIAL, FORENSIC, POLICE = (
    "fiscalia-penal", "juzgado-familia", "juzgado-penal", "iml", "pnp",
)  # fmt: skip

EXAMS = {
    "fisica": "physical",
    "sexual": "sexual",
    "psicologica": "psychological",
    "economica-patrimonial": "social",
}


def prosecute(journey: Journey, received: int, detained: int | None) -> None:
    """From the file's arrival at the prosecutor's."""
    at = journey.at_desk(received, "prosecutor-takes-note")
    journey.act("file-received-prosecutor", PROSECUTOR, at)
    if journey.chance("file-returned"):
        journey.act("file-returned", PROSECUTOR, journey.at_desk(at, "file-returned"), to=POLICE)
        at = journey.at_desk(at, "file-comes-back")
    if not journey.chance("investigation-opened"):
        _archive(journey, journey.at_desk(at, "archived-outright"))
        return
    opened = journey.at_desk(at, "investigation-opened")
    journey.act("investigation-opened", PROSECUTOR, opened)
    _interview(journey, opened)
    _examination(journey, opened)
    if detained is not None and journey.chance("immediate-process"):
        _immediate(journey, detained)
    elif journey.chance("charges-formalised"):
        _charges(journey, journey.at_desk(opened, "charges-formalised"))
    else:
        _archive(journey, journey.at_desk(opened, "archived"))


def _interview(journey: Journey, opened: int) -> None:
    if not journey.chance("statement-needed"):
        return
    needed = journey.at_desk(opened, "statement-needed")
    journey.act("statement-needed", PROSECUTOR, needed)
    held = journey.at_desk(needed, "single-interview")
    if journey.chance("single-interview"):
        journey.act("single-interview-held", PROSECUTOR, held)
    else:
        journey.act("account-demanded", PROSECUTOR, held)
        journey.act("account-told", PROSECUTOR, held + 1200, **account(journey))


def _examination(journey: Journey, opened: int) -> None:
    if not journey.chance(f"forensic-exam-{_harm(journey)}"):
        return
    requested = journey.at_desk(opened, "forensic-requested")
    exam = EXAMS[journey.person.violence]
    journey.act(
        "forensic-exam-requested",
        PROSECUTOR,
        requested,
        to=FORENSIC,
        exam_type=exam,
    )
    done = journey.at_desk(requested, f"forensic-exam-{_harm(journey)}")
    if not journey.chance("forensic-exam-kept"):
        journey.act("impediment-recorded", PROSECUTOR, done, impediment="no-forensic-appointment")
        return
    journey.act("forensic-exam-done", FORENSIC, done, exam_type=exam)
    result = journey.at_desk(done, "forensic-result")
    journey.act("exam-result-available", FORENSIC, result, to=PROSECUTOR, exam_type=exam)
    if journey.chance("evaluation-repeated"):
        journey.act("evaluation-repeated", FORENSIC, journey.at_desk(result, "evaluation-repeated"))


def _harm(journey: Journey) -> str:
    return "bodily" if journey.person.violence in ("fisica", "sexual") else "psychological"


def _archive(journey: Journey, at: int) -> None:
    """The archive, its copy to the protection court, and whether the court looks again."""
    reason = journey.code("archive-reason")
    journey.act("case-archived-prosecutor", PROSECUTOR, at, reason_code=reason)
    if not journey.chance("archive-copy"):
        return
    sent = journey.at_desk(at, "archive-copy")
    copied = journey.act("archive-copy-sent-court", PROSECUTOR, sent, to=COURT)
    if copied and journey.chance("looked-at-again"):
        decided = journey.at_desk(sent, "variation-decided")
        ended = journey.code("variation-at-end")
        journey.act("variation-decided", COURT, decided, variation=ended)
        notified = journey.at_desk(decided, "variation-notified")
        journey.act("variation-notified", COURT, notified, to=POLICE)


def _immediate(journey: Journey, detained: int) -> None:
    requested = journey.after(detained, "immediate-requested")
    journey.act("immediate-process-requested", PROSECUTOR, requested, to=TRIAL)
    heard = journey.after(requested, "immediate-hearing")
    journey.act("immediate-process-hearing-held", TRIAL, heard)
    journey.act("immediate-process-admitted", TRIAL, heard + 1800, to=PROSECUTOR)
    accused = journey.after(heard, "immediate-accusation")
    journey.act("accusation-filed", PROSECUTOR, accused, to=TRIAL)
    received = journey.after(accused, "immediate-file")
    journey.act("immediate-process-file-received", TRIAL, received)
    _trial(journey, journey.at_desk(received, "immediate-trial"))


def _charges(journey: Journey, at: int) -> None:
    journey.act("charges-formalised", PROSECUTOR, at, to=TRIAL)
    if journey.severe and journey.chance("measures-asked-of-criminal-court"):
        journey.act("measures-requested-criminal-court", PROSECUTOR, at + 600, to=TRIAL)
    if not journey.chance("accusation"):
        return
    accused = journey.at_desk(at, "accusation")
    journey.act("accusation-filed", PROSECUTOR, accused, to=TRIAL)
    _trial(journey, journey.at_desk(accused, "trial"))


def _trial(journey: Journey, at: int) -> None:
    journey.act("trial-held", TRIAL, at)
    sentenced = journey.at_desk(at, "sentence")
    journey.act("sentence-issued", TRIAL, sentenced, sentence_result=journey.code("sentence"))
    final = journey.at_desk(sentenced, "sentence-final")
    if journey.act("sentence-final", TRIAL, final) and journey.chance("sentence-copy"):
        journey.act(
            "sentence-copy-sent-court", TRIAL, journey.at_desk(final, "sentence-copy"), to=COURT
        )
