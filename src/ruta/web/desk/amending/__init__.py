"""What is kept of a person of a case, put right or completed by who has it."""
