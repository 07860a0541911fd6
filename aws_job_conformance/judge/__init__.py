"""A response, a history or an exchange in, findings out."""
