"""Who of an office is in a case, what is closed to whom, and what a worker says of their own."""
