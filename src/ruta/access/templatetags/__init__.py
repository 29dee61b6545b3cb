"""What the pages of every room ask of access."""
