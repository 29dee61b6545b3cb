"""
The tables of the case file. Every one is keyed by (case_id, …) and refers to others by plain
values, so that all of them can be hash-partitioned by case unchanged.

Clear columns are those that clocks and queues need; everything else about a case is sealed. Acts
are only ever added: the database itself refuses to change or remove one.
"""

from datetime import UTC, datetime
from typing import ClassVar

from django.db import models
from django.db.models.functions import Coalesce

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
TO_DO = models.Q(todo_at__isnull=False)
MET = models.Q(met_at__isnull=False, voided=False)


def _due_or_forever() -> Coalesce:
    return Coalesce("next_due_at", models.Value(NEVER))


class Case(models.Model):
    """
    One case, as folded from its acts: a row of figures, never a name.

    `computed_at` is the instant as of which the row and its obligations were computed; `code` is
    what people read aloud, and is not unique.
    """

    case_id = models.UUIDField(primary_key=True)
    code = models.TextField()
    department = models.TextField(default="")
    opened_at = models.DateTimeField()
    last_act_at = models.DateTimeField()
    act_count = models.IntegerField(default=0)
    risk = models.TextField(default="")
    stage = models.TextField(default="")
    open = models.BooleanField(default=True)
    revision = models.IntegerField(default=0)
    next_due_at = models.DateTimeField(null=True)
    computed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index("code", name="cases_case_code"),
            models.Index("opened_at", "case_id", name="cases_case_opened"),
            models.Index("last_act_at", "case_id", name="cases_case_last"),
            models.Index(_due_or_forever(), "case_id", name="cases_case_due"),
        ]


class Act(models.Model):
    """
    Something done in a case, once and for good; `facts` holds its clear facts only.

    `at` is when it happened, `recorded_at` when the database learnt of it, `arrival` its place in
    the order of recording within the case, from 1.
    """

    pk = models.CompositePrimaryKey("case_id", "act_id")
    case_id = models.UUIDField()
    act_id = models.UUIDField()
    arrival = models.IntegerField()
    kind = models.TextField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    office_id = models.TextField(null=True)
    author_id = models.UUIDField(null=True)
    to_office_id = models.TextField(null=True)
    corrects = models.UUIDField(null=True)
    annuls = models.UUIDField(null=True)
    facts = models.JSONField(default=dict)


class SealedItem(models.Model):
    """
    The sealed facts of an act, a party or a step of a draft, one row per compartment.

    `office_id` and `author_id` say whose they are: some compartments open to their own only.
    """

    pk = models.CompositePrimaryKey("case_id", "item_id", "compartment")
    case_id = models.UUIDField()
    item_id = models.UUIDField()
    compartment = models.TextField()
    ciphertext = models.BinaryField()
    created_at = models.DateTimeField()
    office_id = models.TextField(null=True)
    author_id = models.UUIDField(null=True)


class Party(models.Model):
    """
    Someone in a case; who they are and in which role is sealed.

    `person_id` is the same across cases for one accused whose document is known;
    `document_index` is a keyed hash, deliberately not unique.
    """

    pk = models.CompositePrimaryKey("case_id", "party_id")
    case_id = models.UUIDField()
    party_id = models.UUIDField()
    person_id = models.UUIDField()
    document_index = models.BinaryField(null=True)
    added_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index("person_id", name="cases_party_person"),
            models.Index("document_index", name="cases_party_document"),
        ]


class Obligation(models.Model):
    """
    One running of one duty in a case, as the clock computed it; pending or overdue is never stored.

    `obligation_id` is derived from wording, starting act and period, so that computing again finds
    the same row. `todo_at` is its place in the queues: its due instant, `NEVER` without a term,
    null when it is not to be done. Of the unmet periods of one duty only the oldest has a place,
    and stands for all of them: `periods_open` counts them.
    """

    pk = models.CompositePrimaryKey("case_id", "obligation_id")
    case_id = models.UUIDField()
    obligation_id = models.UUIDField()
    wording = models.TextField()
    bearer = models.TextField()
    kind = models.TextField()
    start_act = models.UUIDField()
    period = models.IntegerField()
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    met_by = models.UUIDField(null=True)
    discharged_at = models.DateTimeField(null=True)
    discharged_by = models.UUIDField(null=True)
    breached_at = models.DateTimeField(null=True)
    breached_by = models.UUIDField(null=True)
    voided = models.BooleanField(default=False)
    holder_id = models.TextField(null=True)
    todo_at = models.DateTimeField(null=True)
    periods_open = models.IntegerField(default=0)

    class Meta:
        indexes: ClassVar = [
            # Whose turn it is: all that an office has to do, and one duty of it, in their order.
            models.Index(
                *("holder_id", "todo_at", "started_at", "obligation_id"),
                condition=TO_DO,
                include=["case_id"],
                name="cases_obligation_queue",
            ),
            models.Index(
                *("holder_id", "wording", "todo_at", "started_at", "obligation_id"),
                condition=TO_DO,
                name="cases_obligation_duty",
            ),
            models.Index("wording", "case_id", condition=TO_DO, name="cases_obligation_wording"),
            models.Index(
                *("holder_id", "met_at", "started_at", "obligation_id"),
                condition=MET,
                name="cases_obligation_met",
            ),
            models.Index(
                *("holder_id", "wording", "met_at", "started_at", "obligation_id"),
                condition=MET,
                name="cases_obligation_duty_met",
            ),
            models.Index(
                "due_at",
                condition=models.Q(kind="recurring", discharged_at__isnull=True, voided=False),
                name="cases_obligation_rolling",
            ),
        ]


class Involvement(models.Model):
    """
    An office in a case: it recorded an act, was addressed, or owes a duty. Lists read this table.

    The columns from `code` on repeat the case's own. `opened_at` is when someone of the office
    first opened the case; `next_due_at` is the earliest unmet term of this office, past or coming;
    `sees_until` is when the last of its grants ends.
    """

    pk = models.CompositePrimaryKey("case_id", "office_id")
    case_id = models.UUIDField()
    office_id = models.TextField()
    department = models.TextField(default="")
    since = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    next_due_at = models.DateTimeField(null=True)
    sees_until = models.DateTimeField(null=True)
    code = models.TextField()
    risk = models.TextField(default="")
    stage = models.TextField(default="")
    case_opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    open = models.BooleanField(default=True)

    class Meta:
        indexes: ClassVar = [
            models.Index("office_id", _due_or_forever(), "case_id", name="cases_involved_due"),
            models.Index("office_id", "last_at", "case_id", name="cases_involved_last"),
            models.Index("office_id", "case_opened_at", "case_id", name="cases_involved_opened"),
            models.Index(
                "office_id",
                "since",
                condition=models.Q(opened_at__isnull=True),
                include=["case_id", "sees_until", "department"],
                name="cases_involved_new",
            ),
            models.Index("office_id", "code", name="cases_involved_code"),
            models.Index("department", "case_id", name="cases_involved_region"),
        ]


class Draft(models.Model):
    """A complaint being taken, of one worker; its steps are sealed items of compartment N."""

    pk = models.CompositePrimaryKey("case_id", "owner_id")
    case_id = models.UUIDField()
    owner_id = models.UUIDField()
    office_id = models.TextField(null=True)
    started_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    step = models.TextField(default="")

    class Meta:
        indexes: ClassVar = [models.Index("owner_id", "updated_at", name="cases_draft_owner")]


class SealedIntake(models.Model):
    """
    A complaint taken while the keeper of keys was away, sealed to it for its author alone.

    `case_id` is the id its draft will have; `received_at` is when it came in.
    """

    pk = models.CompositePrimaryKey("case_id", "author_id")
    case_id = models.UUIDField()
    author_id = models.UUIDField()
    office_id = models.TextField(null=True)
    received_at = models.DateTimeField()
    ciphertext = models.BinaryField()

    class Meta:
        indexes: ClassVar = [
            models.Index("author_id", "received_at", name="cases_sealedintake_author")
        ]


class EvidenceFile(models.Model):
    """
    The file that an act attached: under which keys its parts are sealed, what and how large it is.

    `keys` is sealed in compartment N; `office_id` and `author_id` say whose the file is.
    """

    pk = models.CompositePrimaryKey("case_id", "act_id")
    case_id = models.UUIDField()
    act_id = models.UUIDField()
    office_id = models.TextField()
    author_id = models.UUIDField()
    stored_at = models.DateTimeField()
    keys = models.BinaryField()


class EvidenceChunk(models.Model):
    """One chunk, from 0, of a part of a file: of the original, or of the copy to look at."""

    pk = models.CompositePrimaryKey("case_id", "act_id", "part", "number")
    case_id = models.UUIDField()
    act_id = models.UUIDField()
    office_id = models.TextField()
    author_id = models.UUIDField()
    part = models.TextField()
    number = models.IntegerField()
    ciphertext = models.BinaryField()
