"""Sessions of our own, second factors, and what an account needs."""

import uuid
from typing import Any, ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ruta.postgres.grants import Grant

NOTE_NAME = "access_person_note(uuid, text, uuid, text, text)"
NOTE = """
create function access_person_note(
    actor uuid, office_id text, person uuid, change text, office text
) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return access_audit_append(jsonb_build_array(jsonb_build_object(
        'event', 'account', 'actor', actor, 'office_id', office_id, 'agency', null,
        'case_id', null, 'compartments', '', 'action', 'write', 'purpose', '', 'basis', '',
        'rule', null,
        'detail', jsonb_build_object('change', change, 'person', person, 'office', office)
    )));
end $$;
revoke all on function access_person_note(uuid, text, uuid, text, text) from public;
"""


def _id() -> "models.UUIDField[Any, Any]":
    return models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)


def _person() -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("access", "0005_keyd"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Session",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("data", models.TextField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                ("expire_date", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        db_column="account",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        Grant("web", "select, insert, update, delete", on="access_session"),
        # Who keeps the keys verifies a session itself; what it holds is not its business.
        Grant(
            "keyd", "select (key, account, opened_at, seen_at, expire_date)", on="access_session"
        ),
        Grant("worker", "select (key, seen_at, expire_date)", on="access_session"),
        Grant("worker", "delete", on="access_session"),
        # Sessions used to be kept by their token, which opened them.
        migrations.RunSQL("drop table if exists django_session", migrations.RunSQL.noop),
        migrations.AddField(
            model_name="user",
            name="coordinates",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="user",
            name="code_of_conduct",
            field=models.CharField(db_default="", default="", max_length=20),
        ),
        migrations.AddField(
            model_name="user",
            name="code_of_conduct_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="trained_until",
            field=models.DateField(null=True),
        ),
        # Coordinators and administrators add people and change them, by the pages of the web.
        Grant("web", "insert", on="access_user"),
        Grant(
            "web",
            "update (role, office_id, is_active, coordinates, code_of_conduct, code_of_conduct_at,"
            " trained_until)",
            on="access_user",
        ),
        Grant("web", "select, insert, update, delete", on="mfa_authenticator"),
        migrations.CreateModel(
            name="OneTimeCode",
            fields=[
                ("id", _id()),
                ("person", _person()),
                ("purpose", models.CharField(max_length=10)),
                ("selector", models.CharField(max_length=2)),
                ("hashed", models.CharField(max_length=128)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.UUIDField(null=True)),
                ("until", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
            ],
        ),
        Grant("web", "select, insert, delete, update (used_at)", on="access_onetimecode"),
        migrations.CreateModel(
            name="Recovery",
            fields=[
                ("id", _id()),
                ("reference", models.CharField(max_length=8)),
                ("person", _person()),
                ("asked_by", models.UUIDField()),
                ("asked_office", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("confirmed_by", models.UUIDField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("told_at", models.DateTimeField(null=True)),
            ],
        ),
        Grant(
            "web",
            "select, insert, delete, update (confirmed_by, confirmed_at, told_at)",
            on="access_recovery",
        ),
        migrations.CreateModel(
            name="Identity",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("issuer", models.TextField()),
                ("subject", models.TextField()),
                ("set_by", models.UUIDField()),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("issuer", "subject"), name="access_identity_one_person"
                    )
                ],
            },
        ),
        Grant("web", "select, insert, delete", on="access_identity"),
        migrations.CreateModel(
            name="OfficePolicy",
            fields=[
                ("office_id", models.TextField(primary_key=True, serialize=False)),
                ("assigns", models.TextField(db_default="team", default="team")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("assigns__in", ["team", "named"])),
                        name="access_officepolicy_assigns",
                    )
                ],
            },
        ),
        Grant("web", "select, insert, update (assigns)", on="access_officepolicy"),
        Grant("keyd, worker", "select", on="access_officepolicy"),
        migrations.RunSQL(NOTE, migrations.RunSQL.noop),
        Grant("web", "execute", on=f"function {NOTE_NAME}"),
    ]
