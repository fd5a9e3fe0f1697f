"""Compound scaling: depth, width and resolution of a network grow together."""


def compound_scaling(phi, alpha=1.2, beta=1.1, gamma=1.15):
    """Say by how much a network grows in each direction, and what that costs.

        depth α^φ,    width β^φ,    resolution γ^φ,    multiplications (α · β² · γ²)^φ

    phi: how many steps, any number; 0 is the network as it was, 0.5 half a step, −1 a step back.
    alpha, beta, gamma: one step's factors.
    The cost grows with the depth, with the square of the width (more channels in and more out), and with the square
    of the resolution (more places down and across).
    Returns depth, width, resolution, multiplications: four factors.
    Source: Tan, Le, "EfficientNet" (2019), whose factors are the defaults.
    """
    # Each direction by its own factor, phi times
    depth, width, resolution = alpha**phi, beta**phi, gamma**phi
    # Linear in the depth, quadratic in the other two
    return depth, width, resolution, depth * width**2 * resolution**2


def doubling_steps(grid, tolerance):
    """Find all factors on a grid that make one step of compound scaling cost about twice as much.

    grid: the values that α, β and γ may have.    tolerance: how far α · β² · γ² may be from 2.
    At hand: `compound_scaling`, in this module.
    Returns a list of (α, β, γ).
    """
    # Try every triple
    triples = [(alpha, beta, gamma) for alpha in grid for beta in grid for gamma in grid]
    # Keep those whose step costs 2, give or take the tolerance
    return [triple for triple in triples if abs(compound_scaling(1, *triple)[3] - 2) <= tolerance]
