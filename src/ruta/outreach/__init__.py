"""Message campaigns and training; never sees a case."""
