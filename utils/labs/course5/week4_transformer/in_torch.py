"""An encoder's layer as PyTorch has it, with the parameters of the steps."""

from utils.labs.course5.week4_transformer.common import layer_parameters

PLAIN = {"W1": "linear1.weight", "b1": "linear1.bias", "W2": "linear2.weight", "b2": "linear2.bias"}
NORMS = {f"{ours}{k}": f"norm{k}.{theirs}" for k in (1, 2) for ours, theirs in (("gamma", "weight"), ("beta", "bias"))}


def encoder_module(torch, d, n_heads, d_hidden, rng):
    """nn.TransformerEncoderLayer in float64 without dropout, and its parameters under the names of `encoder_layer`."""
    module = torch.nn.TransformerEncoderLayer(d, n_heads, d_hidden, 0.0, batch_first=True, dtype=torch.float64)
    parameters = layer_parameters(rng, d, d_hidden)
    heads = parameters["attention"]
    with torch.no_grad():
        for kind, array in (("W", module.self_attn.in_proj_weight), ("b", module.self_attn.in_proj_bias)):
            array.copy_(torch.cat([torch.tensor(heads[f"{kind}_{name}"].T) for name in "qkv"]))
        module.self_attn.out_proj.weight.copy_(torch.tensor(heads["W_o"].T))
        module.self_attn.out_proj.bias.copy_(torch.tensor(heads["b_o"]))
        for ours, theirs in (PLAIN | NORMS).items():
            module.get_parameter(theirs).copy_(torch.tensor(parameters[ours].T))
    return module, parameters


def gradients_of(module, grads):
    """Pairs of arrays: a gradient of ours, and the module's."""
    heads, d = grads["attention"], len(module.norm1.weight)
    for k, name in enumerate("qkv"):
        rows = slice(k * d, (k + 1) * d)
        yield heads[f"dW_{name}"], module.self_attn.in_proj_weight.grad[rows].numpy().T
        yield heads[f"db_{name}"], module.self_attn.in_proj_bias.grad[rows].numpy()
    yield heads["dW_o"], module.self_attn.out_proj.weight.grad.numpy().T
    yield heads["db_o"], module.self_attn.out_proj.bias.grad.numpy()
    for ours, theirs in (PLAIN | NORMS).items():
        yield grads[f"d{ours}"], module.get_parameter(theirs).grad.numpy().T
