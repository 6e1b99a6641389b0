"""What both makers of fixtures share."""

import base64
import json

import numpy as np


class Recorded:
    """The pixels that files must decode to, kept beside them in expected.json (base64)."""

    def __init__(self, folder):
        self.folder = folder
        self.pictures = {}

    def expect(self, name, rgb):
        rgb = np.asarray(rgb, dtype=np.uint8)
        self.pictures[name] = {
            "width": rgb.shape[1],
            "height": rgb.shape[0],
            "pixels": base64.b64encode(rgb.tobytes()).decode(),
        }

    def write(self):
        text = json.dumps(self.pictures, separators=(",", ":"), sort_keys=True)
        (self.folder / "expected.json").write_text(text + "\n")


def smooth(width, height):
    """A gradient with a different slope in each channel, so that no turn of it equals another."""
    y, x = np.mgrid[0:height, 0:width]
    red = 30 + 200 * x / (width - 1)
    green = 220 - 180 * y / (height - 1)
    blue = 40 + 90 * x / (width - 1) + 100 * y / (height - 1)
    return np.stack([red, green, blue], -1).round().astype(np.uint8)
