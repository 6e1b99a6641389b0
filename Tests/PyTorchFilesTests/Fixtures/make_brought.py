"""Makes brought.pth beside it: a small state among everything that training scripts put next to one.

    pip install torch==2.13.0 numpy && python make_brought.py
"""

import argparse
import collections
import datetime
import pathlib

import numpy
import torch


class Settings(dict):
    """A dictionary of a class that no reader knows, as of easydict or omegaconf."""


Settings.__module__ = "settings"
Settings.__qualname__ = "Settings"
import sys
import types

sys.modules["settings"] = types.ModuleType("settings")
sys.modules["settings"].Settings = Settings

numbers = torch.tensor([0.0, 1.0, -1.5, 0.0625, 448.0])
torch.save(
    {
        "state": collections.OrderedDict(
            weight=torch.arange(6.0).reshape(2, 3), buffer=torch.nn.Buffer(torch.tensor([7.0, 8.0])),
            parameter=torch.nn.Parameter(torch.tensor([9.0]))),
        "eighths": {
            name: numbers.to(getattr(torch, name))
            for name in ("float8_e4m3fn", "float8_e5m2", "float8_e4m3fnuz", "float8_e5m2fnuz")},
        "expected": {
            name: numbers.to(getattr(torch, name)).float()
            for name in ("float8_e4m3fn", "float8_e5m2", "float8_e4m3fnuz", "float8_e5m2fnuz")},
        "settings": Settings(inner=torch.tensor([5.0])),
        "default": collections.defaultdict(list, inside=torch.tensor([6.0])),
        "best": numpy.float64(12.3),
        "curve": numpy.arange(4),
        "args": argparse.Namespace(lr=1, betas=(0.0, 0.9), path=pathlib.PurePosixPath("a")),
        "seen": {1, 2, 3},
        "frozen": frozenset(["a"]),
        "path": pathlib.PurePosixPath("a/b"),
        "date": datetime.datetime(2024, 5, 6),
        "big": 10**700,
        "bytes": bytearray(b"abc"),
    },
    pathlib.Path(__file__).parent / "brought.pth",
)
