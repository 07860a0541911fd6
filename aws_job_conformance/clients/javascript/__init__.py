"""AWS SDK for JavaScript v3 under test, its packages pinned beside it."""
