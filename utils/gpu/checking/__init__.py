"""Checks of exercises on tensors."""
