"""The network of `modelf` in PyTorch, with the same weights. PyTorch is needed."""

import numpy as np


def tensors(cell):
    """An LSTM's arrays as PyTorch holds them: weight_ih, weight_hh, bias_ih, bias_hh; gates i, f, g, o there."""
    import torch

    order = [0, 1, 3, 2]
    W, U, b = (np.asarray(cell[name], np.float64)[order] for name in "WUb")
    arrays = *(np.concatenate(np.swapaxes(array, 1, 2)) for array in (W, U)), b.ravel(), np.zeros(b.size)
    return [torch.tensor(array) for array in arrays]


def date_network(parameters, X, Ty):
    """Probabilities (m, Ty, n_y) for one-hot X (m, Tx, n_x), from states of zeros."""
    import torch

    x = torch.tensor(X, dtype=torch.float64)
    n_a, n_s = parameters["forward"]["U"].shape[-1], parameters["post"]["U"].shape[-1]
    encoder = torch.nn.LSTM(x.shape[2], n_a, bidirectional=True, batch_first=True, dtype=torch.float64)
    post = torch.nn.LSTMCell(2 * n_a, n_s, dtype=torch.float64)
    look = {name: torch.tensor(np.asarray(array, np.float64)) for name, array in parameters["attention"].items()}
    W, b = (torch.tensor(np.asarray(parameters["densor"][name], np.float64)) for name in "Wb")
    with torch.no_grad():
        for module, cells in ((encoder, ("forward", "backward")), (post, ("post",))):
            arrays = [array for cell in cells for array in tensors(parameters[cell])]
            for target, array in zip(module.parameters(), arrays, strict=True):
                target.copy_(array)
        a, outputs = encoder(x)[0], []
        s = c = torch.zeros(len(x), n_s, dtype=torch.float64)
        for _ in range(Ty):
            energies = torch.tanh(a @ look["W_a"] + (s @ look["W_s"])[:, None] + look["b"]) @ look["v"]
            context = torch.einsum("mt,mtn->mn", torch.softmax(energies, dim=1), a)
            s, c = post(context, (s, c))
            outputs.append(torch.softmax(s @ W + b, dim=1))
    return torch.stack(outputs, dim=1).numpy()
