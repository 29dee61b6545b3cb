"""
The tables of the second wall: who has a place in a case, who is named in it, to whom it is closed.

Grants follow from the acts of a case (`cases.derivation`) and are written by a function of the
database alone; the others are written where the act that causes them is recorded.
`PAST_ROW_SECURITY` names the functions of the database that read past it, and a test holds the
catalogue to that list.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models

PAST_ROW_SECURITY = frozenset(
    {
        "access_agency_of",
        "access_alert_audience",
        "access_alert_close",
        "access_alert_raise",
        "access_alert_readable",
        "access_alert_unwitnessed",
        "access_alerts_for_oversight",
        "access_alerts_mine",
        "access_alerts_unseen",
        "access_assigned",
        "access_audit_append",
        "access_audit_for_oversight",
        "access_audit_note",
        "access_audit_of_case",
        "access_bar_ask",
        "access_bar_decide",
        "access_bars_asked",
        "access_bars_waiting",
        "access_begin",
        "access_breakglass_ask",
        "access_breakglass_asked",
        "access_breakglass_begin",
        "access_breakglass_find",
        "access_breakglass_for_oversight",
        "access_breakglass_review",
        "access_breakglass_second",
        "access_breakglass_suspended",
        "access_breakglass_used",
        "access_closed",
        "access_delay_judge",
        "access_delay_lift",
        "access_delay_order",
        "access_delays_by_office",
        "access_delays_of_case",
        "access_erased_of",
        "access_forget",
        "access_has_glass",
        "access_implicated_unnamed",
        "access_is_named",
        "access_mark_names",
        "access_name",
        "access_name_unseen",
        "access_naming_countersign",
        "access_naming_holds",
        "access_naming_note",
        "access_namings_waiting",
        "access_opened_since",
        "access_person_note",
        "access_place",
        "access_propose",
        "access_pseudonym",
        "access_pseudonym_key_of",
        "access_pseudonyms_forget",
        "access_reads",
        "access_regrant",
        "access_sees",
        "access_standing",
        "access_tie_ask",
        "access_tie_decide",
        "access_tie_judge",
        "access_ties_asked",
        "access_ties_forget",
        "access_ties_kept",
        "access_ties_waiting",
        "access_unname",
        "access_usual_day",
        "access_witnessed_at",
        "cases_hear",
        "cases_link_ask",
        "cases_measure_check",
        "cases_measure_people",
        "cases_measure_stands",
        "cases_measure_store",
        "cases_my_draft",
        "cases_told",
        "cases_told_may",
    }
)


class Grant(models.Model):
    """
    A basis on which an office reads a case, until an instant: duty, order or consent.

    `compartments` and `purpose` are those she consented to; `act_id` is the act of consent, and
    the zero identifier for a basis that follows from the whole case.
    """

    pk = models.CompositePrimaryKey("case_id", "office_id", "basis", "act_id")
    case_id = models.UUIDField()
    office_id = models.TextField()
    basis = models.TextField()
    act_id = models.UUIDField()
    compartments = models.TextField(default="")
    purpose = models.TextField(default="")
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index("office_id", "case_id", name="access_grant_office"),
            models.Index(
                "office_id",
                "until",
                condition=models.Q(basis="consent"),
                name="access_grant_ending",
            ),
        ]


class Naming(models.Model):
    """A person named in a case for a matter: a trafficking case, a shelter, a supervision."""

    pk = models.CompositePrimaryKey("case_id", "user_id", "matter")
    case_id = models.UUIDField()
    user_id = models.UUIDField()
    matter = models.TextField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    named_by = models.UUIDField()
    countersigned_by = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index("user_id", "case_id", name="access_naming_user")]


class Bar(models.Model):
    """A case closed to a person, an office or an agency: conflict, blocked or implicated."""

    pk = models.CompositePrimaryKey("case_id", "subject", "reason")
    case_id = models.UUIDField()
    subject = models.TextField()
    reason = models.TextField()
    since = models.DateTimeField()
    act_id = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index("subject", name="access_bar_subject")]


class StaffIndex(models.Model):
    """The document of a worker or of a relative of theirs, as a blind index."""

    pk = models.CompositePrimaryKey("user_id", "document_index")
    user_id = models.UUIDField()
    document_index = models.BinaryField()
    tie = models.TextField()

    class Meta:
        indexes: ClassVar = [models.Index("document_index", name="access_staff_document")]


class CaseMark(models.Model):
    """What of a case narrows who sees it: trafficking; and until which day somebody is a minor."""

    case_id = models.UUIDField(primary_key=True)
    trafficking = models.BooleanField(default=False)
    minor_until = models.DateField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                "case_id", name="access_mark_trafficking", condition=models.Q(trafficking=True)
            )
        ]


class Ceiling(models.Model):
    """The ceilings of `decision`, where row security reads them."""

    pk = models.CompositePrimaryKey("agency", "basis", "compartment", "own_only")
    agency = models.TextField()
    basis = models.TextField()
    compartment = models.TextField()
    own_only = models.BooleanField()


class BreakGlass(models.Model):
    """One emergency opening of one case by one person, for hours; `reason` is sealed."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    case_id = models.UUIDField()
    user_id = models.UUIDField()
    office_id = models.TextField()
    reason_code = models.TextField()
    reason = models.BinaryField()
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    seconded_by = models.UUIDField(null=True)
    reviewed_by = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    outcome = models.TextField(default="")

    class Meta:
        indexes: ClassVar = [
            models.Index("user_id", "until", name="access_breakglass_user"),
            models.Index("case_id", name="access_breakglass_case"),
        ]
