"""What is worked out once a session: the run, the fit, and what is known of it."""
