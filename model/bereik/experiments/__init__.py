"""Many runs and what they say together: the runner, and its first client `compare`."""
