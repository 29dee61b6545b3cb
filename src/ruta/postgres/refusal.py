"""The ancestor of what stops a command for a reason that a person can mend."""


class Refusal(Exception):
    """Its message is one clear line, printed without a traceback; it quotes no secret."""
