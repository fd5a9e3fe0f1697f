"""Networks built from the layers, written so that they read as their diagrams."""
