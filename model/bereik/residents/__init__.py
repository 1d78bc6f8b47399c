"""Who lives here: rows of residents and households, their ties, and how they come about."""
