"""The listener and the speller: their shapes, and rows that are read backwards without packing."""

import pytest

torch = pytest.importorskip("torch")

from torch import nn  # noqa: E402
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence  # noqa: E402

from utils.gpu.models.speech import Listener, Speller, reversed_rows  # noqa: E402


def test_rows_are_reversed_within_their_lengths():
    x = torch.arange(8.0).reshape(2, 4, 1)
    found = reversed_rows(x, torch.tensor([4, 2]))
    assert found[:, :, 0].tolist() == [[3, 2, 1, 0], [5, 4, 6, 7]]
    torch.testing.assert_close(reversed_rows(found, torch.tensor([4, 2])), x)


def test_a_speller_is_a_packed_bidirectional_gru():
    torch.manual_seed(0)
    speller, both = Speller(3, 4, 5), nn.GRU(3, 4, batch_first=True, bidirectional=True)
    names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
    weights = {name: getattr(speller.forward_gru, name) for name in names}
    both.load_state_dict(weights | {f"{name}_reverse": getattr(speller.backward_gru, name) for name in names})
    lengths = torch.tensor([6, 3, 1])
    mask = torch.arange(6) < lengths[:, None]
    x = torch.randn(3, 6, 3) * mask[:, :, None]
    packed = pack_padded_sequence(x, lengths, batch_first=True)
    due, _ = pad_packed_sequence(both(packed)[0], batch_first=True)
    found = speller(torch.cat([x, mask[:, :, None].float()], dim=2))
    torch.testing.assert_close(found[mask], speller.output(due)[mask])


def test_a_listener_has_a_score_for_every_fourth_frame():
    assert Listener(20, 5, 6)(torch.zeros(2, 20, 997)).shape == (2, 249)
