"""Commands in modules of their own: each is imported when it is called, so that none costs the others time."""
