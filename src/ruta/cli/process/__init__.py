"""What subcommands share: the data folder, the database they work on, and their child processes."""
