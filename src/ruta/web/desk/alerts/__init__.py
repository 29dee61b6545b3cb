"""What an office is told about its own cases, or whoever administers when nobody else is left."""
