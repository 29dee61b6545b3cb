"""Taking a report: one thing on each page, told once, from the first word to running clocks."""
