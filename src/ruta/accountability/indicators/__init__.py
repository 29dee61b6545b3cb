"""One SQL file per indicator, with its unit, source and worked example."""
