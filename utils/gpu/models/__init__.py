"""The networks in PyTorch, and the weights of NumPy layers in them."""
