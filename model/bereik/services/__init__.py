"""What a service is: settings, kinds, and the rows that the engine reads."""
