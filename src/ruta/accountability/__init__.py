"""Published figures, from de-identified acts only."""
