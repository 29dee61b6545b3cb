"""The survivor's own pages, and the links an outsider may follow to a case."""
