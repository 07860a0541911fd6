"""What botocore's models say, and how values become bytes and bytes values in each AWS protocol.

The types of an HTTP exchange are here too; nothing is sent.
"""
