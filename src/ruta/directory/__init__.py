"""Who offers what help, where, in which language, how far."""
