"""What each page asks of whoever requests it; a view that declares nothing is refused."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from django.db import transaction


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
        return self.policy in {Policy.SIGNED_IN, Policy.CASE}


class PolicyMissing(Exception):
    """A view declares no policy; the answer is an error, never the page."""


View = TypeVar("View", bound=Callable[..., Any])


def declares(policy: Policy, *, database: bool = True) -> Callable[[View], View]:
    """
    Mark a view with its policy, as the outermost decorator.

    :param database: False for a page that must answer while the database is down; it has no
        `request.viewer` and no `request.now`
    """

    def mark(view: View) -> View:
        view.policy = policy  # type: ignore[attr-defined]
        view.declaration = Declaration(policy, database)  # type: ignore[attr-defined]
        if not database:
            transaction.non_atomic_requests(view)
        return view

    return mark


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
