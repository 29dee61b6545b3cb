"""What a database needs around its tables: who may connect to it and look into its schema."""

import psycopg
from psycopg import sql

from ruta.postgres import roles


def open_to_servants(connection: psycopg.Connection) -> None:
    """
    Let the web and the jobs connect and look up tables; let nobody else do either.

    Run as the owner of the database. What may be done with a table is granted by migrations.
    """
    name = connection.info.dbname
    servants = sql.SQL(", ").join(sql.Identifier(role) for role in roles.SERVANTS)
    database = sql.Identifier(name)
    for statement in (
        sql.SQL("revoke all on database {} from public").format(database),
        sql.SQL("grant connect on database {} to {}").format(database, servants),
        sql.SQL("revoke all on schema public from public"),
        sql.SQL("grant usage on schema public to {}").format(servants),
    ):
        connection.execute(statement)
    connection.commit()
