"""One case on the desk: its clocks, its acts, her account told once, its people, its file."""
