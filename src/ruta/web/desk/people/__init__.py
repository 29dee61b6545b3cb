"""The people of an office: who works here, what they may do, and how they come back in."""
