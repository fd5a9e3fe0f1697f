"""The exercise split_by_target: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import error_analysis as steps


def split_cases(rng):
    """Eight images by hand; the phone's all used up; nothing of the phone in dev; no train-dev; drawn sizes."""
    cases = [
        (np.arange(5), np.array([100, 101, 102]), 1, 1, 2, np.random.default_rng(1)),
        (np.arange(6), np.arange(50, 56), 4, 2, 2, np.random.default_rng(2)),
        (np.arange(4), np.arange(50, 59), 3, 3, 0, np.random.default_rng(3)),
    ]
    for n_web, n_phone in ((30, 20), (12, 25), (40, 9)):
        n_dev, n_test = int(rng.integers(1, n_phone // 2)), int(rng.integers(1, n_phone // 2))
        names = rng.permutation(n_web + n_phone)
        sizes = n_dev, n_test, int(rng.integers(1, n_web // 2))
        cases.append((names[:n_web], names[n_web:], *sizes, np.random.default_rng(int(rng.integers(1000)))))
    return cases


def split_wishes(rng):
    """Too few of the phone's images."""
    return [(np.arange(9), np.arange(50, 55), 4, 2, 2, np.random.default_rng(4))]


def split_by_slices(web, phone, n_dev, n_test, n_train_dev, rng):
    if len(phone) < n_dev + n_test:
        raise ValueError("too few")
    phone = rng.permutation(phone)
    dev, test = phone[:n_dev], phone[n_dev : n_dev + n_test]
    others = rng.permutation(np.hstack([web, phone[n_dev + n_test :]]))
    return others[n_train_dev:], others[:n_train_dev], dev, test


def split_by_indices(web, phone, n_dev, n_test, n_train_dev, rng):
    if n_dev + n_test > len(phone):
        raise ValueError("too few")
    order = rng.permutation(len(phone))
    dev, test = phone[order[:n_dev]], phone[order[n_dev : n_dev + n_test]]
    others = np.append(web, phone[order[n_dev + n_test :]])
    order = rng.permutation(len(others))
    return others[order[n_train_dev:]], others[order[:n_train_dev]], dev, test


def _refuse_too_few(phone, n_dev, n_test):
    if n_dev + n_test > len(phone):
        raise ValueError("too few")


def _all_shuffled(web, phone, n_dev, n_test, n_train_dev, rng):
    _refuse_too_few(phone, n_dev, n_test)
    everything = np.concatenate([web, phone])
    everything = everything[rng.permutation(len(everything))]
    dev, test, train_dev, train = np.split(everything, np.cumsum([n_dev, n_test, n_train_dev]))
    return train, train_dev, dev, test


def _train_dev_of_the_web(web, phone, n_dev, n_test, n_train_dev, rng):
    _refuse_too_few(phone, n_dev, n_test)
    dev, test, rest = np.split(phone[rng.permutation(len(phone))], [n_dev, n_dev + n_test])
    web = web[rng.permutation(len(web))]
    return np.concatenate([web[n_train_dev:], rest]), web[:n_train_dev], dev, test


def _train_dev_cut_too_early(web, phone, n_dev, n_test, n_train_dev, rng):
    train, train_dev, dev, test = _train_dev_of_the_web(web, phone, n_dev, n_test, n_train_dev, rng)
    return train[rng.permutation(len(train))], train_dev, dev, test


def _train_dev_first(web, phone, n_dev, n_test, n_train_dev, rng):
    _refuse_too_few(phone, n_dev, n_test)
    order = rng.permutation(len(web) + len(phone) - n_dev - n_test)
    dev, test, rest = np.split(phone[rng.permutation(len(phone))], [n_dev, n_dev + n_test])
    others = np.concatenate([web, rest])[order]
    return others[n_train_dev:], others[:n_train_dev], dev, test


SHUFFLED, OTHERS = "phone[rng.permutation(len(phone))]", "others = others[rng.permutation(len(others))]"
RETURN = "others[n_train_dev:], others[:n_train_dev], dev, test"

EXERCISE = Exercise(
    steps.split_by_target,
    points=14,
    returns=("train", "train_dev", "dev", "test"),
    cases=split_cases,
    wishes=split_wishes,
    mistakes={
        "You shuffle both sources together and cut; then dev and test hold mostly the web's images, not the "
        "target.": _all_shuffled,
        "Your train-dev set comes from the web alone; the phone's images left for training belong to its "
        "distribution, too.": _train_dev_of_the_web,
        "Your train-dev set is cut off the web's images before the phone's rest joins them; put both together, and cut "
        "then.": _train_dev_cut_too_early,
        "You refuse a phone set that dev and test use up exactly; only fewer images than n_dev + n_test are too "
        "few.": slip("n_dev + n_test > len(phone)", "n_dev + n_test >= len(phone)"),
        "You draw the order of the images for training first; the phone's order is drawn first.": _train_dev_first,
        "Your train-dev set is cut from the phone's images; it has the distribution of the training set.": slip(
            (
                "[n_dev, n_dev + n_test])",
                "[n_dev, n_dev + n_test])\n    train_dev, rest = np.split(rest, [n_train_dev])",
            ),
            (RETURN, "others, train_dev, dev, test"),
        ),
        "The train-dev images are in the training set as well; cut them off.": slip(
            "others[n_train_dev:]", "others[:]"
        ),
        "The phone's images that are left are lost; put them behind the web's, for training.": slip(
            "np.concatenate([web, rest])", "np.array(web)"
        ),
        "All of the phone's images are in the training set, those of dev and test, too; only the rest may be.": slip(
            "np.concatenate([web, rest])", "np.concatenate([web, shuffled])"
        ),
        "The phone's images come as they lie; draw an order for them first.": slip(SHUFFLED, "phone"),
        "The images for training come as they lie; draw an order before you cut off train-dev.": slip(OTHERS, "pass"),
        "dev and test are exchanged; the first of the phone's images are dev.": slip(
            "dev, test, rest = ", "test, dev, rest = "
        ),
        "Your second cut is at n_test; it lies n_test behind the first, at n_dev + n_test.": slip(
            "[n_dev, n_dev + n_test]", "[n_dev, n_test]"
        ),
        "The rest stands before the web's images; put it behind them.": slip("[web, rest]", "[rest, web]"),
        "train and train_dev are exchanged; the first n_train_dev are train_dev.": slip(
            RETURN, "others[:n_train_dev], others[n_train_dev:], dev, test"
        ),
        "Your train-dev set is cut from the end of the order drawn; take the first ones.": slip(
            RETURN, "others[: len(others) - n_train_dev], others[len(others) - n_train_dev :], dev, test"
        ),
        "You return dev and test first; return train, train_dev, dev, test.": slip(
            RETURN, "dev, test, others[n_train_dev:], others[:n_train_dev]"
        ),
        "You draw with replacement, so some images come twice and some never; take a permutation.": slip(
            SHUFFLED, "phone[rng.integers(0, len(phone), len(phone))]"
        ),
        "You return positions; return the numbers of the images, phone[order].": slip(
            SHUFFLED, "rng.permutation(len(phone))"
        ),
        "Your own generator draws; use rng.": slip(SHUFFLED, "phone[np.random.default_rng(0).permutation(len(phone))]"),
    },
    right=[split_by_slices, split_by_indices],
    hints=[
        "Deal with the phone's images first: dev, test, and a rest. Only then look at what is for training.",
        "Order the phone's by one permutation and cut at n_dev and n_dev + n_test; put the rest behind the web's, "
        "order them by another, and cut at n_train_dev.",
        "shuffled = phone[rng.permutation(len(phone))]; dev, test, rest = np.split(shuffled, [n_dev, …]); others = "
        "np.concatenate([web, rest]), ordered in the same way; then two slices",
    ],
    topics=["shuffle or keep the target", "train-dev set", "different distributions"],
)
