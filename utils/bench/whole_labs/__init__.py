"""One module for each whole lab: `lab(rng, torch)` gives the same model twice, ours and eager PyTorch's."""
