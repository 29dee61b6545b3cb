"""What each page asks of whoever requests it; a view that declares nothing is refused."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, NamedTuple, TypeVar

from django.db import connection, transaction

from ruta.access import context
from ruta.access.request import Request


class Policy(StrEnum):
    """The audiences of a page."""

    PUBLIC = "public"
    """Anyone."""
    DEMO = "demo"
    """Anyone, and only where the installation is a demonstration; elsewhere it does not exist."""
    SIGNED_IN = "signed-in"
    """A signed-in person."""
    CASE = "case"
    """A signed-in person, for one case: the view asks `cases.queries`, which knows whose it is."""


class Declaration(NamedTuple):
    """A page's policy, and whether it may touch the database to know who asks and when."""

    policy: Policy
    database: bool = True

    @property
    def asks_for_sign_in(self) -> bool:
        """Whether anonymous people are sent to sign in."""
        return self.policy in ASKING


class PolicyMissing(Exception):
    """A view declares no policy; the answer is an error, never the page."""


ASKING = frozenset({Policy.SIGNED_IN, Policy.CASE})
View = TypeVar("View", bound=Callable[..., Any])


def declares(policy: Policy, *, database: bool = True) -> Callable[[View], View]:
    """
    Mark a view with its policy, as the outermost decorator.

    :param database: False for a page that must answer while the database is down; it has no
        `request.viewer` and no `request.now`
    """

    def mark(view: View) -> View:
        marked = _entering(view) if policy in ASKING else view
        marked.policy = policy  # type: ignore[attr-defined]
        marked.declaration = Declaration(policy, database)  # type: ignore[attr-defined]
        if not database:
            transaction.non_atomic_requests(marked)
        return marked

    return mark


def _entering(view: View) -> View:
    """The view, which first tells the database who asks; see `access.context`."""

    @wraps(view)
    def entering(request: Request, *args: Any, **kwargs: Any) -> Any:
        if request.viewer is None or not connection.in_atomic_block:
            return view(request, *args, **kwargs)
        with context.entered(request.viewer):
            return view(request, *args, **kwargs)

    return entering  # type: ignore[return-value]


def declaration(view: Callable[..., Any]) -> Declaration:
    """
    What a view declares; a bare `policy` attribute is enough.

    :raises PolicyMissing: when it declares nothing
    """
    if found := getattr(view, "declaration", None):
        return Declaration(*found)
    if policy := getattr(view, "policy", None):
        return Declaration(Policy(policy))
    raise PolicyMissing(f"{getattr(view, '__module__', '?')}.{getattr(view, '__name__', '?')}")
