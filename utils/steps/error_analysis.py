"""Error analysis: which mistakes a system makes, what each kind is worth, and where in the data they begin."""

import numpy as np


def error_table(tags, categories):
    """Count how many of the mistakes that were looked at carry each tag, and how many carry no tag but that one.

    tags: list with an entry for each mistake, the list of its tags, none twice; it may be empty.
    categories: list of the words that may be a tag.
    Returns rows, a list with (category, count, alone) for each category, the largest count first and equal counts in
    the order of categories; and untagged, the number of mistakes without a tag.
    Raises ValueError for a tag that is none of the categories.
    """
    # a word that is no category would be lost without a sign
    unknown = {tag for found in tags for tag in found} - set(categories)
    if unknown:
        raise ValueError(f"no category has the name {sorted(unknown)[0]!r}")
    # for each category: the mistakes that carry it, and those that carry it alone
    rows = []
    for category in categories:
        count = sum(category in found for found in tags)
        alone = sum(set(found) == {category} for found in tags)
        rows.append((category, count, alone))
    # the largest count first
    rows.sort(key=lambda row: row[1], reverse=True)
    untagged = sum(len(found) == 0 for found in tags)
    return rows, untagged


def share_interval(count, n, z=1.96):
    """Say between which shares of all mistakes a category may lie, where `count` of `n` that were looked at have it.

    count, n: whole numbers.    z: standard errors that a share may be away from what was counted.
    Returns (low, high): every share p between them is at most z of *its own* standard errors, those of n independent
    draws with share p, away from count / n.
    Raises ValueError where n is less than 1, or count is not between 0 and n.
    """
    # refuse what cannot have been counted
    if n < 1 or count < 0 or count > n:
        raise ValueError(f"{count} of {n} cannot have been counted")
    # both solutions of the quadratic equation: the middle between them, and how far they lie from it
    share, widen = count / n, 1 + z**2 / n
    middle = (share + z**2 / (2 * n)) / widen
    reach = z / widen * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return middle - reach, middle + reach


def error_ceiling(tags, error, solved):
    """Say what error is left if some categories were solved, by the tags of a sample of the mistakes.

    tags: list with the list of tags of each mistake in the sample.    error: the system's error now, from 0 to 1.
    solved: list of the categories that would cause no more mistakes.
    Returns (ceiling, cautious): the error if every mistake that has any of the solved tags disappears, and the error
    if only those disappear that have a tag and none besides the solved ones.
    Raises ValueError where no mistakes are given.
    """
    # refuse an empty sample
    if not tags:
        raise ValueError("there are no mistakes to count")
    # mistakes that have any of the solved tags; mistakes that have a tag, and only solved ones
    touched = sum(bool(set(found) & set(solved)) for found in tags)
    explained = sum(bool(found) and set(found) <= set(solved) for found in tags)
    # what is left of the error in either case
    ceiling = error * (1 - touched / len(tags))
    cautious = error * (1 - explained / len(tags))
    return ceiling, cautious


def label_noise_share(predictions, labels, corrected):
    """Say how much of the measured error belongs to wrong labels, and what the error is without them.

    predictions, labels, corrected: (m,) whole numbers; labels as they were given, corrected as they should be.
    Returns error, as measured by the labels given; share, the part of the mistakes counted in it where the system is
    right and the label wrong, 0 where no mistake was counted; hidden, the part of all m examples where the system
    agrees with a wrong label; true_error, measured by the corrected labels.
    """
    # compare the predictions with the labels given, and with the corrected ones
    counted = predictions != labels
    real = predictions != corrected
    error, true_error = np.mean(counted), np.mean(real)
    # mistakes that only a wrong label makes; mistakes that a wrong label hides
    share = np.mean(~real[counted]) if counted.any() else 0.0
    hidden = np.mean(real & ~counted)
    return error, share, hidden, true_error


def split_by_target(web, phone, n_dev, n_test, n_train_dev, rng):
    """Split images of two sources so that dev and test hold the target, the phone's images, alone.

    web, phone: (n_web,) and (n_phone,), numbers of the images.    n_dev, n_test, n_train_dev: sizes of three sets.
    rng: np.random.Generator, which draws a permutation of the phone's images first, then one of those for training.
    Returns train, train_dev, dev, test: arrays of numbers. The first of the phone's images in the order drawn are dev,
    the next are test. The rest is put behind the web's; the first of these in the order drawn are train_dev.
    Raises ValueError where the phone's images do not suffice for dev and test.
    """
    # dev and test come from the target alone
    if n_dev + n_test > len(phone):
        raise ValueError(f"dev and test want {n_dev + n_test} images of {len(phone)}")
    # bring the phone's images into a random order and cut off dev, then test
    shuffled = phone[rng.permutation(len(phone))]
    dev, test, rest = np.split(shuffled, [n_dev, n_dev + n_test])
    # what is left is for training: one random order, and cut off the train-dev set
    others = np.concatenate([web, rest])
    others = others[rng.permutation(len(others))]
    return others[n_train_dev:], others[:n_train_dev], dev, test


def error_budget(errors):
    """Split the test error into what each step from the human level adds, and name the largest part.

    errors: {"human", "train", "train_dev", "dev", "test"}, each from 0 to 1.
    Returns parts, {"avoidable bias", "variance", "data mismatch", "overfitting to dev"}; and work_on, the name of the
    largest part, the first of equal ones.
    """
    # each part is what one more difference between two sets costs
    parts = {
        "avoidable bias": errors["train"] - errors["human"],
        "variance": errors["train_dev"] - errors["train"],
        "data mismatch": errors["dev"] - errors["train_dev"],
        "overfitting to dev": errors["test"] - errors["dev"],
    }
    # the largest one
    work_on = max(parts, key=parts.get)
    return parts, work_on


def data_mismatch(wrong_train_dev, wrong_dev, z=1.96):
    """Say how much larger the error on dev is than on train-dev, and how far chance may have moved the difference.

    wrong_train_dev: (n,), True or 1 where the system is wrong on an image of the train-dev set.
    wrong_dev: (m,), the same on dev, whose images are others.    z: standard errors to both sides.
    Returns mismatch, low, high: the difference of the two errors and the ends of its interval. The variances of two
    independent shares add up to that of their difference.
    Raises ValueError where one of the sets is empty.
    """
    # an empty set has no error
    if len(wrong_train_dev) == 0 or len(wrong_dev) == 0:
        raise ValueError("both sets need images")
    # the two errors and their difference
    before, after = np.mean(wrong_train_dev), np.mean(wrong_dev)
    mismatch = after - before
    # the standard error of the difference
    variance = before * (1 - before) / len(wrong_train_dev) + after * (1 - after) / len(wrong_dev)
    reach = z * np.sqrt(variance)
    return mismatch, mismatch - reach, mismatch + reach


def synthesize(images, noises, rng, low=0.2, high=0.5):
    """Mix a noise into each clean image.

    images: (m, h, w) in 0…1.    noises: (k, h, w), each with mean 0.    low, high: the least and the largest strength.
    rng: np.random.Generator, which draws the m numbers of the noises first, then the m strengths, evenly.
    Returns mixed (m, h, w), each image with its strength times its noise added and cut to 0…1; and which (m,), the
    number of the noise that each image got. The images given stay as they are.
    """
    # which noise each image gets, and how strong it is
    m = len(images)
    which = rng.integers(0, len(noises), m)
    strength = rng.uniform(low, high, m)
    # one strength for each whole image
    added = strength[:, np.newaxis, np.newaxis] * noises[which]
    # pixels stay between black and white
    mixed = np.clip(images + added, 0, 1)
    return mixed, which
