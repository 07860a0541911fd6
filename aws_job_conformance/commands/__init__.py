"""The commands, a module each: arguments in, text or JSON out; others decide what is said."""
