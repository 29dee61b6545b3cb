"""The figures of one's own office or territory, exact; for whoever oversees, the rounded ones."""
