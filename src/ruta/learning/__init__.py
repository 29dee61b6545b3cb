"""Evidence bank, interventions, evaluations, assessments, interviews coded."""
