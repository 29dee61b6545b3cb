"""Opening a case in an emergency, and confirming what somebody of another agency asks."""
