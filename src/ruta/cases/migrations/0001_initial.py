"""The first tables of the case file, the triggers that keep acts as they are, and grants."""

from datetime import UTC, datetime

from django.db import migrations, models
from django.db.models.functions import Coalesce

from ruta.postgres.grants import Grant

NEVER = datetime(9999, 12, 31, tzinfo=UTC)

ACTS_STAY = """
create function cases_act_stays() returns trigger language plpgsql as $$
begin
    raise exception 'an act is never changed or removed: correct or annul it with another act'
        using errcode = 'restrict_violation';
end $$;
create trigger cases_act_stays before update or delete on cases_act
    for each row execute function cases_act_stays();
create trigger cases_act_stays_whole before truncate on cases_act
    for each statement execute function cases_act_stays();
"""

SEALS_STAY = """
create function cases_seal_of_act_stays() returns trigger language plpgsql as $$
begin
    if tg_op <> 'TRUNCATE' then
        perform 1 from cases_act where case_id = old.case_id and act_id = old.item_id;
    end if;
    if tg_op = 'TRUNCATE' or found then
        raise exception 'the sealed facts of an act are never changed or removed'
            using errcode = 'restrict_violation';
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    return new;
end $$;
create trigger cases_seal_of_act_stays before update or delete on cases_sealeditem
    for each row execute function cases_seal_of_act_stays();
create trigger cases_seal_of_act_stays_whole before truncate on cases_sealeditem
    for each statement execute function cases_seal_of_act_stays();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Act",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "case_id",
                        "act_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("case_id", models.UUIDField()),
                ("act_id", models.UUIDField()),
                ("arrival", models.IntegerField()),
                ("kind", models.TextField()),
                ("at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("office_id", models.TextField(null=True)),
                ("author_id", models.UUIDField(null=True)),
                ("to_office_id", models.TextField(null=True)),
                ("corrects", models.UUIDField(null=True)),
                ("annuls", models.UUIDField(null=True)),
                ("facts", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="SealedItem",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "case_id",
                        "item_id",
                        "compartment",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("case_id", models.UUIDField()),
                ("item_id", models.UUIDField()),
                ("compartment", models.TextField()),
                ("ciphertext", models.BinaryField()),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("case_id", models.UUIDField(primary_key=True, serialize=False)),
                ("code", models.TextField()),
                ("department", models.TextField(default="")),
                ("opened_at", models.DateTimeField()),
                ("last_act_at", models.DateTimeField()),
                ("act_count", models.IntegerField(default=0)),
                ("risk", models.TextField(default="")),
                ("stage", models.TextField(default="")),
                ("open", models.BooleanField(default=True)),
                ("revision", models.IntegerField(default=0)),
                ("next_due_at", models.DateTimeField(null=True)),
                ("computed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(models.F("code"), name="cases_case_code"),
                    models.Index(
                        models.F("opened_at"), models.F("case_id"), name="cases_case_opened"
                    ),
                    models.Index(
                        models.F("last_act_at"), models.F("case_id"), name="cases_case_last"
                    ),
                    models.Index(
                        Coalesce("next_due_at", models.Value(NEVER)),
                        models.F("case_id"),
                        name="cases_case_due",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "case_id",
                        "owner_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("case_id", models.UUIDField()),
                ("owner_id", models.UUIDField()),
                ("office_id", models.TextField(null=True)),
                ("started_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                ("step", models.TextField(default="")),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("owner_id"), models.F("updated_at"), name="cases_draft_owner"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Involvement",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "case_id",
                        "office_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("case_id", models.UUIDField()),
                ("office_id", models.TextField()),
                ("department", models.TextField(default="")),
                ("since", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("next_due_at", models.DateTimeField(null=True)),
                ("code", models.TextField()),
                ("risk", models.TextField(default="")),
                ("stage", models.TextField(default="")),
                ("case_opened_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("open", models.BooleanField(default=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("office_id"),
                        Coalesce("next_due_at", models.Value(NEVER)),
                        models.F("case_id"),
                        name="cases_involved_due",
                    ),
                    models.Index(
                        models.F("office_id"),
                        models.F("last_at"),
                        models.F("case_id"),
                        name="cases_involved_last",
                    ),
                    models.Index(
                        models.F("office_id"),
                        models.F("case_opened_at"),
                        models.F("case_id"),
                        name="cases_involved_opened",
                    ),
                    models.Index(
                        models.F("office_id"),
                        models.F("since"),
                        condition=models.Q(("opened_at__isnull", True)),
                        name="cases_involved_new",
                    ),
                    models.Index(
                        models.F("office_id"), models.F("code"), name="cases_involved_code"
                    ),
                    models.Index(
                        models.F("department"), models.F("case_id"), name="cases_involved_region"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Obligation",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "case_id",
                        "obligation_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("case_id", models.UUIDField()),
                ("obligation_id", models.UUIDField()),
                ("wording", models.TextField()),
                ("bearer", models.TextField()),
                ("kind", models.TextField()),
                ("start_act", models.UUIDField()),
                ("period", models.IntegerField()),
                ("started_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("met_at", models.DateTimeField(null=True)),
                ("met_by", models.UUIDField(null=True)),
                ("discharged_at", models.DateTimeField(null=True)),
                ("discharged_by", models.UUIDField(null=True)),
                ("breached_at", models.DateTimeField(null=True)),
                ("breached_by", models.UUIDField(null=True)),
                ("voided", models.BooleanField(default=False)),
                ("holder_id", models.TextField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("holder_id"),
                        models.F("due_at"),
                        models.F("obligation_id"),
                        condition=models.Q(
                            ("breached_at__isnull", True),
                            ("discharged_at__isnull", True),
                            ("met_at__isnull", True),
                            ("voided", False),
                        ),
                        name="cases_obligation_live",
                    ),
                    models.Index(
                        models.F("holder_id"),
                        models.F("started_at"),
                        models.F("obligation_id"),
                        name="cases_obligation_held",
                    ),
                    models.Index(
                        models.F("wording"),
                        models.F("case_id"),
                        condition=models.Q(
                            ("breached_at__isnull", True),
                            ("discharged_at__isnull", True),
                            ("met_at__isnull", True),
                            ("voided", False),
                        ),
                        name="cases_obligation_wording",
                    ),
                    models.Index(
                        models.F("due_at"),
                        condition=models.Q(
                            ("breached_at__isnull", True),
                            ("discharged_at__isnull", True),
                            ("met_at__isnull", True),
                            ("voided", False),
                            ("holder_id__isnull", True),
                        ),
                        name="cases_obligation_nobody",
                    ),
                    models.Index(
                        models.F("due_at"),
                        condition=models.Q(
                            ("discharged_at__isnull", True),
                            ("kind", "recurring"),
                            ("voided", False),
                        ),
                        name="cases_obligation_rolling",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "case_id",
                        "party_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("case_id", models.UUIDField()),
                ("party_id", models.UUIDField()),
                ("person_id", models.UUIDField()),
                ("document_index", models.BinaryField(null=True)),
                ("added_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(models.F("person_id"), name="cases_party_person"),
                    models.Index(models.F("document_index"), name="cases_party_document"),
                ],
            },
        ),
        migrations.RunSQL(ACTS_STAY),
        migrations.RunSQL(SEALS_STAY),
        Grant("web", "select, insert, update", on="cases_case"),
        Grant("web", "select, insert", on="cases_act"),
        Grant("web", "select, insert, update, delete", on="cases_sealeditem"),
        Grant("web", "select, insert", on="cases_party"),
        Grant("web", "update (person_id, document_index)", on="cases_party"),
        Grant("web", "select, insert, update, delete", on="cases_obligation"),
        Grant("web", "select, insert, update, delete", on="cases_involvement"),
        Grant("web", "select, insert, update, delete", on="cases_draft"),
        # The nightly jobs compute again from acts; they open nothing.
        Grant("worker", "select, update", on="cases_case"),
        Grant("worker", "select", on="cases_act"),
        Grant("worker", "select, insert, update, delete", on="cases_obligation"),
        Grant("worker", "select, insert, update, delete", on="cases_involvement"),
        Grant("worker", "select", on="cases_draft"),
    ]
