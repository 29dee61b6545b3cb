"""A synthetic national caseload calibrated on published figures."""
