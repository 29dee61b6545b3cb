"""
What the law orders, whom, by when: norms as data, calendars, and the clock.

This room imports nothing else of Ruta and could be published alone: another country's law is
another folder of norms with its own rulebook, zone and calendars.
"""

from . import calendars, check, clock, conditions, model, rulebook, status, terms

__all__ = ["calendars", "check", "clock", "conditions", "model", "rulebook", "status", "terms"]
