"""Saves the small checkpoints of the tests beside this folder.

    python make_fixtures.py

Written with PyTorch 2.13 (CPU). Element i of a tensor of n is i / 4 - 1 in every type.
"""
import collections
import pathlib
import zipfile

import torch

FOLDER = pathlib.Path(__file__).parent


def ramp(*shape, dtype=torch.float32):
    count = int(torch.tensor(shape).prod())
    return (torch.arange(count) / 4 - 1).to(dtype).reshape(shape)


def save(name, value, **options):
    torch.save(value, FOLDER / name, **options)


def state():
    """A real module's state dict, which carries attributes of its own."""
    module = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.LayerNorm(2))
    values = {name: ramp(*tensor.shape) for name, tensor in module.state_dict().items()}
    module.load_state_dict(values)
    return module


module = state()
save("state.pth", module.state_dict())
save("protocol4.pth", module.state_dict(), pickle_protocol=4)
save("parameters.pth", dict(module.named_parameters()))
save("types.pth", {
    str(dtype).removeprefix("torch."): ramp(2, 3, dtype=dtype)
    for dtype in [torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.int64,
                  torch.uint8]
})

shared = ramp(4, 6)
save("views.pth", {
    "whole": shared, "transposed": shared.t(), "rows": shared[1:3], "columns": shared[:, ::2],
    "element": shared[2, 3], "empty": shared[:0], "expanded": shared[0, :1].expand(5, 6),
})

optimizer = torch.optim.Adam(module.parameters(), betas=(0.0, 0.999))
module(ramp(1, 3)).sum().backward()
optimizer.step()
module.load_state_dict(state().state_dict())
save("training.pth", {
    "step": 1000, "seed": 2 ** 80, "loss": [0.5, float("nan")], "name": "run", "done": False,
    "best": None, "device": torch.device("cpu"), "size": torch.Size([2, 3]),
    "nested": {"G_ema": collections.OrderedDict(
        ("module." + name, value) for name, value in module.state_dict().items())},
    "optimizer": optimizer.state_dict(),
})

save("module.pth", module)

# The same again in the format before PyTorch 1.6.
for name in ["state", "protocol4", "parameters", "types", "views", "training"]:
    value = torch.load(FOLDER / f"{name}.pth", weights_only=False)
    save(f"legacy-{name}.pth", value, pickle_protocol=4 if name == "protocol4" else 2,
         _use_new_zipfile_serialization=False)


def repack(name, packed, padding=0):
    """state.pth again, with some of its records packed and its pickle grown by zeros."""
    with zipfile.ZipFile(FOLDER / "state.pth") as source, \
            zipfile.ZipFile(FOLDER / name, "w") as target:
        for record in source.namelist():
            data = source.read(record)
            if record.endswith("data.pkl"):
                data += bytes(padding)
            kind = zipfile.ZIP_DEFLATED if packed in record else zipfile.ZIP_STORED
            target.writestr(zipfile.ZipInfo(record), data, kind)


repack("packed.pth", "state/")
repack("packed-storage.pth", "data/")
repack("bomb.pth", "data.pkl", padding=8 << 20)
