"""How fast the layers are: ours against eager PyTorch, on one thread of this machine.

A benchmark, not a test: nothing fails on a time. Here PyTorch is imported, inside the functions that need it; without
it our own times stand alone.
"""
