"""One module for each family of layers: `cases(rng, torch)` yields its rows of the table."""
