"""The family court's desk: what it received, its decision, and whom it tells."""
