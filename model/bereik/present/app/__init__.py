"""The dashboard: what the model says, for a room with a projector and for a gemeente at its desk."""
