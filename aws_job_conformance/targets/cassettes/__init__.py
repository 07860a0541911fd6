"""Cassettes: recorded HTTP as files, read as stories, written, and replayed through a client."""
