"""A server that is asked: a real account, or an emulator."""
