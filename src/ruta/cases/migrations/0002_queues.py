"""
Duties get their place in the queues: where they stand, and how many unmet periods they stand for.

Indexes go before the backfill and come after it, so that it writes each row once.
"""

from django.db import migrations, models

# What `ruta.cases.derivation.in_queues` computes, for what is stored already.
BACKFILL = """
update cases_obligation o
set periods_open = owed.periods,
    todo_at = coalesce(
        case when o.kind in ('max', 'same-day', 'recurring') then o.due_at end,
        '9999-12-31T00:00:00+00:00'
    )
from (
    select case_id, wording, start_act, min(period) as oldest, count(*) as periods
    from cases_obligation
    where met_at is null and discharged_at is null and breached_at is null and not voided
        and kind in (
            'max', 'same-day', 'recurring', 'immediate', 'none', 'recurring-unspecified'
        )
    group by case_id, wording, start_act
) owed
where o.case_id = owed.case_id and o.wording = owed.wording and o.start_act = owed.start_act
    and o.period = owed.oldest
"""
IN_A_QUEUE = models.Q(("todo_at__isnull", False))
MET = models.Q(("met_at__isnull", False), ("voided", False))


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.RemoveIndex("obligation", "cases_obligation_live"),
        migrations.RemoveIndex("obligation", "cases_obligation_held"),
        migrations.RemoveIndex("obligation", "cases_obligation_nobody"),
        migrations.RemoveIndex("obligation", "cases_obligation_wording"),
        migrations.AddField("obligation", "todo_at", models.DateTimeField(null=True)),
        migrations.AddField("obligation", "periods_open", models.IntegerField(default=0)),
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            "obligation",
            models.Index(
                models.F("holder_id"),
                models.F("todo_at"),
                models.F("started_at"),
                models.F("obligation_id"),
                condition=IN_A_QUEUE,
                include=["case_id"],
                name="cases_obligation_queue",
            ),
        ),
        migrations.AddIndex(
            "obligation",
            models.Index(
                models.F("holder_id"),
                models.F("wording"),
                models.F("todo_at"),
                models.F("started_at"),
                models.F("obligation_id"),
                condition=IN_A_QUEUE,
                name="cases_obligation_duty",
            ),
        ),
        migrations.AddIndex(
            "obligation",
            models.Index(
                models.F("wording"),
                models.F("case_id"),
                condition=IN_A_QUEUE,
                name="cases_obligation_wording",
            ),
        ),
        migrations.AddIndex(
            "obligation",
            models.Index(
                models.F("holder_id"),
                models.F("met_at"),
                models.F("started_at"),
                models.F("obligation_id"),
                condition=MET,
                name="cases_obligation_met",
            ),
        ),
        migrations.AddIndex(
            "obligation",
            models.Index(
                models.F("holder_id"),
                models.F("wording"),
                models.F("met_at"),
                models.F("started_at"),
                models.F("obligation_id"),
                condition=MET,
                name="cases_obligation_duty_met",
            ),
        ),
    ]
