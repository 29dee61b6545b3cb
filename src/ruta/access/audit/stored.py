"""The chain as the database keeps it; only the owner may read it whole."""

from collections.abc import Iterator

from django.db import connection

from ruta.access.audit.chain import Row
from ruta.access.audit.heads import End

AT_ONCE = 5_000
ROWS = """
    select seq, (extract(epoch from at) * 1000000)::bigint, actor::text, office_id, agency,
        case_id::text, event, compartments, action, purpose, basis, rule, detail::text,
        encode(previous, 'hex'), encode(hash, 'hex')
    from access_audit order by seq
"""


def rows() -> Iterator[Row]:
    """Every entry, by its number, a few thousand in memory at once."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(ROWS)
        while batch := cursor.fetchmany(AT_ONCE):
            yield from batch


def end() -> End:
    """Where the chain ends, and the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute("select seq, hash, clock_timestamp() from access_audithead")
        seq, hash_, at = cursor.fetchone()
    return End(seq, bytes(hash_), at)
