"""What proves who somebody is: passkeys, one-time codes, recovery in person, a provider."""

from ruta.access.accounts.proof import fresh

__all__ = ["fresh"]
