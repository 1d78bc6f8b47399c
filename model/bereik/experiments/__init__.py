"""Many runs and what they say together: kinds of experiment, one way to run them, and one store."""
