"""The people who use Ruta: each belongs to one office and holds one role in it."""

from datetime import datetime
from uuid import UUID, uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import connection, models
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac

from ruta.access import agencies, roles
from ruta.directory import shelters
from ruta.directory.models import Office

SPANISH = "es-pe"
BY_NAME = frozenset({shelters.TYPE})
"""The types of office whose cases reach people by name only, whatever anybody sets."""


class RoleRefused(Exception):
    """This role does not exist in this type of office."""


class People(BaseUserManager["User"]):
    """Adds people; the only way an account is made."""

    def add(
        self,
        *,
        username: str,
        display_name: str,
        office: Office,
        role: str,
        password: str | None = None,
        language: str = SPANISH,
        demonstration: bool = False,
        coordinates: bool = False,
        id: UUID | None = None,  # noqa: A002
    ) -> "User":
        """
        Add a person to an office; without a password nobody can sign in by one.

        :raises RoleRefused: when the office's type has no such role
        """
        if role not in {allowed.id for allowed in roles.allowed_in(office.type)}:
            raise RoleRefused(f"{role} in {office.type}")
        person = self.model(
            id=id or uuid4(),
            username=username.lower(),
            display_name=display_name,
            office=office,
            role=role,
            language=language,
            demonstration=demonstration,
            coordinates=coordinates,
        )
        person.set_password(password)
        person.save(force_insert=True, using=self._db)
        keep_by_name(office)
        return person


def keep_by_name(office: Office) -> None:
    """Have an office whose cases reach people by name only assign so, from its first account on."""
    if office.type not in BY_NAME:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into access_officepolicy (office_id, assigns) values (%s, 'named')"
            " on conflict (office_id) do update set assigns = excluded.assigns",
            [office.pk],
        )


def staffed(type_: str) -> frozenset[str]:
    """The offices of a type in which somebody has an account, by identifier."""
    there = User.objects.filter(office__type=type_, is_active=True)
    return frozenset(there.values_list("office_id", flat=True))


class User(AbstractBaseUser):
    """A person with an account. In a demonstration `display_name` names a role, not a person."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    username = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=120)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    language = models.CharField(max_length=8, default=SPANISH)
    is_active = models.BooleanField(default=True)
    demonstration = models.BooleanField(default=False)
    coordinates = models.BooleanField(default=False, db_default=False)
    """Whether they administer the people and the assignments of their own office."""
    code_of_conduct = models.CharField(max_length=20, default="", db_default="")
    """The version of the code of conduct they accepted last; empty for none."""
    code_of_conduct_at = models.DateTimeField(null=True)
    trained_until = models.DateField(null=True)
    office_since = models.DateTimeField(db_default=Now(), editable=False)
    """Since when they are of their office; kept by the database whoever moves them."""

    database_now: datetime
    """The database's clock when this person was loaded for a request; see `Backend.get_user`."""

    objects = People()

    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def has_cases(self) -> bool:
        """Whether their work is with cases: some roles look after accounts, figures or others."""
        return self.role not in agencies.deciding_roles()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session was opened with; a change of any part ends it on the next request."""
        held = "|".join([self.password, self.role, self.office_id, str(self.coordinates)])
        return salted_hmac("ruta.session", held, secret=secret, algorithm="sha256").hexdigest()
