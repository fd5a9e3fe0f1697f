"""Tables that one process or several train alike: python -m tests.gpu.spread_rows FOLDER writes what came out."""

import json
import os
import sys
from pathlib import Path

import numpy as np
import torch

from utils.gpu.data.words import Noise, TextPairs
from utils.gpu.device import choose
from utils.gpu.models.words import SkipGram, mean_loss
from utils.gpu.training.rows import fit_rows


def main(folder):
    torch.set_num_threads(1)
    setup, rng = choose(device="cpu"), np.random.default_rng(0)
    data, runs = TextPairs(rng.integers(0, 30, 60), np.arange(60) // 6, 2, setup, 16), {}
    for sparse in (True, False):
        model = SkipGram(30, 4, sparse=sparse, seed=1)
        history = fit_rows(model, data, setup, epochs=2, learning_rate=0.3, seed=2, loss=mean_loss, every=3)
        runs[str(sparse)] = {"loss": history.loss, "vectors": model.centres.weight.tolist()}
        noise = Noise(np.ones(30), 3, 0.75, setup)
        options = {"loss": mean_loss, "augment": noise, "every": 3}
        history = fit_rows(SkipGram(30, 4, sparse), data, setup, epochs=4, learning_rate=0.3, seed=2, **options)
        runs[f"{sparse}, with negatives"] = {"loss": history.loss}
    (folder / f"{os.environ.get('RANK', '0')}.json").write_text(json.dumps(runs))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
