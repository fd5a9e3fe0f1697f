"""What the training loop asks of data, and its simplest form: two tensors.

The protocol, which utils.gpu.data.images follows too:

    len(data)           how many examples there are
    data.batch_size     examples a step, over all processes
    data.drop_last      leave out an epoch's last, short batch: a compiled model then sees one shape
    data.batch(rows)    (x, y) on the device; rows: 1-D tensor of indices on the device

The loop draws each epoch's order, from the seed and the number of the epoch alone, and cuts it into rows. Nothing in
`batch` may ask the device for a number (`.item()`, `if tensor:`), or each step waits for the one before.
"""

import torch

from utils.layers.arguments import check_whole


class TensorData:
    """Examples as tensors.

    x: (m, …).    y: (m, …); integer class numbers for the default loss.    Both may be NumPy arrays.
    setup: a Setup; both are placed on its device, whole.    batch_size: examples a step.
    """

    def __init__(self, x, y, setup, batch_size=64, drop_last=False):
        check_whole("batch_size", batch_size)
        x, y = torch.as_tensor(x), torch.as_tensor(y)
        y = y if y.is_floating_point() else y.long()  # the one integer type that torch's losses take
        if len(x) != len(y) or len(x) == 0:
            raise ValueError(f"x has {len(x)} examples and y {len(y)}; they need the same number, at least 1")
        if drop_last and len(x) < batch_size:
            raise ValueError(f"drop_last leaves nothing of {len(x)} examples in batches of {batch_size}")
        self.x, self.y = setup.place(x), y.to(setup.device)
        self.batch_size, self.drop_last = batch_size, drop_last

    def __len__(self):
        return len(self.x)

    def batch(self, rows):
        return self.x[rows], self.y[rows]
