"""The vocabulary: contract, law, status, history, path, instant, finding and error.

Pure values: no AWS, no HTTP, no files but the shipped schemas.
"""
