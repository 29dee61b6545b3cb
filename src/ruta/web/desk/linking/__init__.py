"""Questions between offices about a person, and operations hidden until their hour."""
