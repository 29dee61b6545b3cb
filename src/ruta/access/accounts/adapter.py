"""What allauth asks of us about second factors: secrets sealed, our names, our host."""

import base64

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser

from ruta.access.keys import vault
from ruta.access.people import User

USE = "one-time-code"


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seals what would let a reader of the database make codes."""

    def encrypt(self, text: str) -> str:
        """Seal a secret with the keeper of keys."""
        sealed = vault.service().protect(use=USE, context="", text=text.encode())
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret that was sealed here."""
        sealed = base64.b64decode(encrypted_text.encode())
        return vault.service().reveal(use=USE, context="", sealed=sealed).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site a passkey belongs to: the host, without its port."""
        return {"id": context.request.get_host().partition(":")[0], "name": "Ruta"}

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, object]:
        """What the browser shows of the account: the user name, and nobody's name."""
        assert isinstance(user, User)
        return {"id": user.pk.hex.encode(), "display_name": user.username, "name": user.username}
