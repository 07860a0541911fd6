"""The contract and conformance suite for AWS job APIs."""
