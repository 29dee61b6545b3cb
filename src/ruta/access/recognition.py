"""Who a session belongs to now: one that its person may no longer use is ended at once."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from ruta.access import sessions
from ruta.access.backend import may_enter
from ruta.access.people import User
from ruta.access.session_store import SessionStore


class RecognitionMiddleware(AuthenticationMiddleware):
    """Sets `request.user`, asked for once: the session's statement has read the person too."""

    def process_request(self, request: HttpRequest) -> None:
        """Leave the reading to whoever first asks who this is."""
        request.user = SimpleLazyObject(lambda: person_of(request.session))  # type: ignore


def person_of(session: SessionStore) -> User | AnonymousUser:
    """
    The person of a session, or nobody.

    A session ends here when its time is up, when the account was closed, and when the password,
    the role, the office or the right to coordinate is no longer what it was at sign-in.
    """
    person = session.person
    if person is None:
        return AnonymousUser()
    if (
        sessions.is_over(session, now=person.database_now)
        or not may_enter(person)
        or not _still_theirs(session, person)
    ):
        session.flush()
        return AnonymousUser()
    return person


def _still_theirs(session: SessionStore, person: User) -> bool:
    """Whether the session was opened by this person as they are now."""
    then = str(session.get(HASH_SESSION_KEY, ""))
    return (
        session.get(SESSION_KEY) == str(person.pk)
        and session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(then, person.get_session_auth_hash())
    )
