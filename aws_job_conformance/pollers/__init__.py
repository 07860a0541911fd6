"""A whole poller on trial: which histories it is played, what is right of each, the table of it."""
