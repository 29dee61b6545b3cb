"""The desk of whoever oversees: alerts, emergency openings and the audit, with pseudonyms."""
