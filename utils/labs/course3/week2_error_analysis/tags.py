"""The tags of mistakes: the learner's own, and those that the lab lends where nobody has looked."""

from utils.data.phone_digits import DEFECTS

WRONG_LABEL = "label wrong"
TAGS = [*DEFECTS, WRONG_LABEL]


def lent_tags(photographs):
    """The lab's own tags: the defects that the phone really made, and whether the label is wrong; a list for each."""
    found = []
    for defects, label, truth in zip(photographs.defects, photographs.labels, photographs.truth, strict=True):
        named = [name for name, has in zip(DEFECTS, defects, strict=True) if has]
        found.append(named + [WRONG_LABEL] * bool(label != truth))
    return found


def tags_of(tagger, lent):
    """The tags of all mistakes: the learner's own, or those that the lab lends. Prints how many are whose."""
    own = len(tagger.tags)
    whose = f"You tagged {own} of {len(lent)} mistakes."
    print(whose if own == len(lent) else f"{whose} For the other {len(lent) - own} the lab lends its tags.")
    return [tagger.tags.get(number, tags) for number, tags in enumerate(lent)]


def print_agreement(tagger, lent):
    """Print how the learner's tags compare with what the phone really did, tag by tag; nothing where there are none."""
    looked = sorted(tagger.tags)
    if not looked:
        return
    print(f"{'of ' + str(len(looked)) + ' looked at':<18}really so   seen   seen where it is not")
    for tag in TAGS:
        real, seen = ([tag in source[k] for k in looked] for source in (lent, tagger.tags))
        both = sum(a and b for a, b in zip(real, seen, strict=True))
        print(f"{tag:<18}{sum(real):>9}{both:>7}{sum(seen) - both:>23}")
