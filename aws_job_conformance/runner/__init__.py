"""One run of the suite under pytest: options, what is selected, promises, the report."""
