"""aiobotocore under test, in an environment of its own: nothing here imports its program."""
