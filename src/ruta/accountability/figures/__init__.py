"""
Figures: the indicators run over the acts of a whole country, and what is read out of them.

`relations` writes what indicators read, `running` groups their rows into exact tables, `scorecard`
and `ledger` set released tables beside what else is known.
"""
