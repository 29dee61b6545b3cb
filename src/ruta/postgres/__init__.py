"""PostgreSQL as Ruta meets it: its address, its roles and their grants, and a server of our own."""
