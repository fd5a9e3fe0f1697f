"""What several exercises of this lab are tried on."""

CATEGORIES = ["rotated", "blurred", "dark", "covered"]


def drawn_tags(rng, n, categories=CATEGORIES, share=0.4):
    """The tags of n mistakes, a list each, every category with this share."""
    return [[category for category in categories if rng.random() < share] for _ in range(n)]
