"""How closely PyTorch has to agree with NumPy's float64, by dtype and device."""

import torch

# (relative, absolute): some ten roundings of the dtype, on numbers near 1
TOLERANCES = {
    torch.float64: (1e-6, 1e-8),
    torch.float32: (1e-4, 1e-5),
    torch.float16: (1e-2, 1e-2),
    torch.bfloat16: (5e-2, 5e-2),
}
TF32 = (1e-2, 1e-2)  # products on tensor cores keep 10 bits of each factor


def tolerance(dtype, device):
    """(relative, absolute) tolerance for results of `dtype` computed on `device`.

    float32 on a CUDA device that may use TF32 is held as loosely as its 10 bits of mantissa are.
    Raises ValueError for a dtype in which nothing is computed here.
    """
    if dtype not in TOLERANCES:
        raise ValueError(f"no tolerance is known for {dtype}; there are {', '.join(map(str, TOLERANCES))}")
    if dtype == torch.float32 and torch.device(device).type == "cuda" and _tf32():
        return TF32
    return TOLERANCES[dtype]


def _tf32():
    return torch.backends.cuda.matmul.allow_tf32 or torch.backends.cudnn.allow_tf32
