"""The cases of a centre as rows of the public registry, so that nobody types them twice."""
