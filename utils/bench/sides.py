"""The two sides of a race, each written as its users would write it, and the weights carried from ours to PyTorch."""

from utils.bench.race import Side
from utils.layers.optimizers import Adam
from utils.training import learn


def our_side(model, objective, data, score, learning_rate=1e-3, clip=None, weight_decay=0.0):
    """Our model under Adam.

    objective, data: as `utils.training.fit` takes them.    score: () -> number.    weight_decay: of the weights alone.
    """
    optimizer = Adam(model.parameters(), learning_rate=learning_rate, weight_decay=weight_decay)

    def step(rows):
        batch = {name: array[rows] for name, array in data.items()}
        learn(model, objective, optimizer, batch, clip)

    return Side(step, score)


def torch_side(torch, module, loss, data, score, learning_rate=1e-3, clip=None, weight_decay=0.0):
    """A torch module under Adam, or AdamW where weights decay; biases, scales and shifts do not.

    loss: (module, batch) -> scalar tensor.    data: {name: array}.    score: () -> number, run without gradients.
    """
    tensors = {name: torch.from_numpy(array) for name, array in data.items()}
    optimizer = torch.optim.Adam(module.parameters(), lr=learning_rate)
    if weight_decay:
        matrices, others = ([p for p in module.parameters() if (p.ndim > 1) == many] for many in (True, False))
        groups = [{"params": matrices, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0.0}]
        optimizer = torch.optim.AdamW(groups, lr=learning_rate)

    def step(rows):
        rows = torch.from_numpy(rows)
        value = loss(module, {name: tensor[rows] for name, tensor in tensors.items()})
        optimizer.zero_grad()
        value.backward()
        if clip is not None:
            torch.nn.utils.clip_grad_norm_(module.parameters(), clip)
        optimizer.step()

    def judged():
        module.eval()
        with torch.no_grad():
            value = score()
        module.train()
        return value

    return Side(step, judged)
