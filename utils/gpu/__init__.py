"""Everything that needs PyTorch to do its work."""
