"""Another botocore than the installed one, under test: a program of its own."""
