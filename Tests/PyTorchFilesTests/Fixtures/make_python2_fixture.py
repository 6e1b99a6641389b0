"""Saves legacy-python2.pth beside this folder, as Python 2 pickles it: texts are byte strings, large
whole numbers are digits, ordered dictionaries are called with lists of pairs.

    python2.7 make_python2_fixture.py

Written with PyTorch 1.0.0. The values are those of `make_fixtures.py`.
"""
import os

import torch

FOLDER = os.path.dirname(os.path.abspath(__file__))


def ramp(*shape):
    count = 1
    for length in shape:
        count *= length
    return (torch.arange(count, dtype=torch.float32) / 4 - 1).reshape(shape)


module = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.LayerNorm(2))
module.load_state_dict({name: ramp(*x.shape) for name, x in module.state_dict().items()})
torch.save({
    "G_ema": module.state_dict(), "half": ramp(6).half(), u"step": 1000, "seed": 2 ** 80,
    "large": 2 ** 40,
    # Names its parameters by their addresses, whole numbers beyond 32 bits.
    "optimizer": torch.optim.Adam(module.parameters()).state_dict(),
}, os.path.join(FOLDER, "legacy-python2.pth"))
