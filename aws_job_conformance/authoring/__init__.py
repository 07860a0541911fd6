"""From documentation, botocore and contract files (or inference) to the schemas of an operation.

And what changes in them when botocore does.
"""
