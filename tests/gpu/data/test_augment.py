"""Random changes of images: held to one image at a time in NumPy, and to their seed."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from utils.gpu.data.augment import Augment, cutout, flip, shift  # noqa: E402


def images(m=3, n_C=2, n_H=5, n_W=7):
    """No two pixels are the same, and none is 0."""
    return torch.arange(1.0, 1 + m * n_C * n_H * n_W).reshape(m, n_C, n_H, n_W)


def whole(*values):
    return torch.tensor(values)


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


def padded_and_cropped(image, row, column, pad=4):
    """One image, (n_C, n_H, n_W), as the definition has it."""
    _, n_H, n_W = image.shape
    around = np.pad(image, ((0, 0), (pad, pad), (pad, pad)))
    return around[:, pad + row : pad + row + n_H, pad + column : pad + column + n_W]


def test_a_shift_pads_and_crops_every_image_at_its_own_place():
    x, rows, columns = images(4), [0, 1, -2, 4], [0, -3, 2, 4]
    y = shift(x, whole(*rows), whole(*columns))
    for image, moved, row, column in zip(x.numpy(), y.numpy(), rows, columns, strict=True):
        np.testing.assert_array_equal(moved, padded_and_cropped(image, row, column))


def test_a_flip_mirrors_the_images_it_is_told_to():
    x = images()
    y = flip(x, torch.tensor([True, False, True]))
    np.testing.assert_array_equal(y[0], x[0].numpy()[:, :, ::-1])
    np.testing.assert_array_equal(y[1], x[1])
    np.testing.assert_array_equal(y[2], x[2].numpy()[:, :, ::-1])


@pytest.mark.parametrize("side, down, across", [(3, slice(1, 4), slice(3, 6)), (2, slice(1, 3), slice(3, 5))])
def test_a_cutout_covers_a_square_and_no_more(side, down, across):
    x = images()
    y = cutout(x, side, whole(2, 0, 4), whole(4, 0, 6))
    expected = x[0].clone()
    expected[:, down, across] = 0
    assert torch.equal(y[0], expected)
    corner = side - side // 2
    assert not y[1, :, :corner, :corner].any() and (y[1] == 0).sum() == 2 * corner**2
    assert not y[2, :, 4 - side // 2 :, 6 - side // 2 :].any()


def test_shift_and_flip_together_mirror_first():
    augment, x = Augment(shift=2, flip=True), images(40)
    generator = seeded()
    y = augment(x, generator)
    generator = seeded()
    rows, columns = (torch.randint(5, (40,), generator=generator) - 2 for _ in range(2))
    mirrored = torch.randint(2, (40,), generator=generator) == 1
    assert torch.equal(y, shift(flip(x, mirrored), rows, columns))
    assert 5 < mirrored.sum() < 35


def test_every_shift_within_reach_happens_and_no_other():
    x = torch.zeros(3000, 1, 9, 9)
    x[:, 0, 4, 4] = 1
    y = Augment(shift=2)(x, seeded())
    seen, times = torch.unique(y.flatten(1).argmax(dim=1), return_counts=True)
    assert sorted(seen.tolist()) == sorted(9 * row + column for row in range(2, 7) for column in range(2, 7))
    assert 75 < times.min() and times.max() < 170  # 120 on average


def test_signs_and_digits_are_not_mirrored_unless_asked():
    x = images(50)
    assert torch.equal(Augment(shift=0)(x, seeded()), x)
    flipped = (Augment(shift=0, flip=True)(x, seeded()) != x).flatten(1).any(dim=1)
    assert 10 < flipped.sum() < 40


def test_a_cutout_lies_anywhere():
    y = Augment(shift=0, cutout=3)(torch.ones(2000, 1, 8, 12), seeded())
    covered = (y == 0).float().mean(dim=0)[0]
    assert (covered > 0.025).all() and covered[4, 6] == pytest.approx(9 / 96, abs=0.03)
    assert set((y == 0).flatten(1).sum(dim=1).tolist()) == {4, 6, 9}


def test_a_seed_decides_everything_and_draws_go_on():
    augment, x = Augment(flip=True, cutout=2), images(20)
    generator = seeded(1)
    first, second = augment(x, generator), augment(x, generator)
    assert torch.equal(first, augment(x, seeded(1))) and not torch.equal(first, second)
    assert not torch.equal(first, augment(x, seeded(2)))


def test_what_is_not_used_draws_nothing_from_what_follows():
    torch.manual_seed(7)
    before = torch.random.get_rng_state()
    Augment(flip=True, cutout=2)(images(), seeded())
    assert torch.equal(torch.random.get_rng_state(), before)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.uint8])
def test_shape_and_dtype_stay_and_channels_come_last_in_memory(dtype):
    x = (images(2, 2, 5, 7) % 200).to(dtype)
    y = Augment(flip=True)(x, seeded())
    assert y.shape == x.shape and y.dtype == dtype
    assert y.is_contiguous(memory_format=torch.channels_last)


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: Augment(shift=-1), "shift = -1: it is a number of pixels"),
        (lambda: Augment(cutout=0.5), "cutout = 0.5"),
        (lambda: Augment(shift=True), "shift = True"),
        (lambda: Augment(shift=5)(images(), seeded()), r"shift = 5 on images of \(5, 7\): nothing is left"),
        (lambda: Augment(shift=0, cutout=6)(images(), seeded()), "cutout = 6"),
    ],
)
def test_settings_that_leave_nothing_are_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_a_generator_on_another_device_is_refused_before_it_slows_every_step():
    x = torch.empty(2, 3, 8, 8, device="meta")
    with pytest.raises(ValueError, match=r"on cpu and the images are on meta: make it by torch.Generator\(.meta.\)"):
        Augment()(x, seeded())
