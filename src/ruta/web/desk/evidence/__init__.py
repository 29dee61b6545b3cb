"""The evidence of a case: files handed over, sealed as they came, looked at as cleaned copies."""
