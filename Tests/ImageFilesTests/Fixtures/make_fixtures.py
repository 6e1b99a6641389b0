"""Makes the fixtures beside it: tiny files and, in expected.json, the RGB that they must decode to (base64).

    pip install pillow==13.0.0 numpy && python make_fixtures.py

JPEG decoders may round differently, so its expectations hold within the tolerance in the tests;
everything else is exact. 16-bit and alpha expectations are computed here from the definition,
because Pillow truncates the former and does not composite the latter.
"""

import base64
import io
import pathlib
import struct
import zipfile
import zlib

import numpy as np
from PIL import Image, ImageOps

from recorded import Recorded, smooth

here = pathlib.Path(__file__).parent
recorded = Recorded(here)
expect = recorded.expect


def save_jpeg(name, image, **options):
    image.save(here / name, "JPEG", quality=95, **options)
    decoded = ImageOps.exif_transpose(Image.open(here / name))
    expect(name, decoded.convert("RGB"))


colour = Image.fromarray(smooth(16, 8))
save_jpeg("rgb.jpg", colour, subsampling=0)
save_jpeg("progressive.jpg", colour, subsampling=0, progressive=True)
save_jpeg("grey.jpg", colour.convert("L"))
black = np.linspace(20, 180, 8, dtype=np.uint8)[:, None, None].repeat(16, 1)
save_jpeg("cmyk-adobe.jpg", Image.fromarray(np.dstack([smooth(16, 8), black]), "CMYK"))

for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif.endian = ">" if orientation % 2 else "<"  # both byte orders occur
    save_jpeg(f"orientation-{orientation}.jpg", colour, subsampling=0, exif=exif.tobytes())


def segments(data):
    """A JPEG's header segments as (marker, whole segment) and the rest from the scan on."""
    parts, offset = [], 2
    while data[offset + 1] != 0xDA:
        length = struct.unpack(">H", data[offset + 2 : offset + 4])[0]
        parts.append((data[offset + 1], data[offset : offset + 2 + length]))
        offset += 2 + length
    return parts, data[offset:]


# Without Adobe's marker the same file means inks stored as they are: 255 is full ink.
parts, scan = segments((here / "cmyk-adobe.jpg").read_bytes())
(here / "cmyk-plain.jpg").write_bytes(
    b"\xff\xd8" + b"".join(body for marker, body in parts if marker != 0xEE) + scan
)
stored = np.asarray(Image.open(here / "cmyk-adobe.jpg")).astype(int)  # 255 is full ink
plain = 255 - stored  # what the marker inverted
expect("cmyk-plain.jpg", ((255 - plain[..., :3]) * (255 - plain[..., 3:]) / 255).round())

# Adobe's transform 2 turns the first three channels into YCC: encode those as YCC by hand.
ycck = np.concatenate(
    [np.asarray(Image.fromarray(smooth(16, 8)).convert("YCbCr")), np.full((8, 16, 1), 200)], -1
)
buffer = io.BytesIO()
# Pillow inverts what it saves as CMYK; inverting first stores these numbers themselves.
Image.fromarray((255 - ycck).astype(np.uint8), "CMYK").save(buffer, "JPEG", quality=95)
data = buffer.getvalue()
at = data.index(b"Adobe")
data = data[: at + 11] + b"\x02" + data[at + 12 :]
(here / "ycck-adobe.jpg").write_bytes(data)
expect("ycck-adobe.jpg", Image.open(here / "ycck-adobe.jpg").convert("RGB"))


def save_png(name, image, rgb, **options):
    image.save(here / name, "PNG", **options)
    expect(name, rgb)


rng = np.random.default_rng(7)
noise = rng.integers(0, 256, (6, 8, 3), dtype=np.uint8)
grey = noise[..., 0]
save_png("rgb.png", Image.fromarray(noise), noise)
save_png("grey.png", Image.fromarray(grey), np.repeat(grey[..., None], 3, -1))
bits = Image.fromarray(grey).convert("1")
save_png("bilevel.png", bits, bits.convert("RGB"))
palette = Image.fromarray(noise).quantize(8)
save_png("palette.png", palette, palette.convert("RGB"))


def over_white(rgb, alpha):
    alpha = alpha[..., None].astype(int)
    return (rgb.astype(int) * alpha + 255 * (255 - alpha) + 127) // 255


alpha = rng.integers(0, 256, (6, 8), dtype=np.uint8)
alpha[0, :2] = 0, 255
save_png("rgba.png", Image.fromarray(np.dstack([noise, alpha])), over_white(noise, alpha))
save_png(
    "grey-alpha.png",
    Image.fromarray(np.dstack([grey, alpha]), "LA"),
    over_white(np.repeat(grey[..., None], 3, -1), alpha),
)
opacity = np.array([255, 0, 128, 255, 255, 255, 255, 255], dtype=np.uint8)
save_png(
    "palette-alpha.png",
    palette,
    over_white(np.asarray(palette.convert("RGB")), opacity[np.asarray(palette)]),
    transparency=opacity.tobytes(),
)


def png16(name, samples, kind):
    """A 16-bit PNG written chunk by chunk, since Pillow cannot write 16-bit RGB."""
    height, width = samples.shape[:2]
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in samples)

    def chunk(tag, body):
        return struct.pack(">I", len(body)) + tag + body + struct.pack(">I", zlib.crc32(tag + body))

    (here / name).write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 16, kind, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


deep = rng.integers(0, 65536, (6, 8, 3), dtype=np.uint16)
png16("rgb16.png", deep, 2)
expect("rgb16.png", (deep / 257).round())
png16("grey16.png", deep[..., 0], 0)
expect("grey16.png", np.repeat((deep[..., :1] / 257).round(), 3, -1))
recorded.pictures["grey16.png"]["samples"] = base64.b64encode(deep[..., 0].astype("<u2")).decode()


def save_map(name, header, body, rgb):
    (here / name).write_bytes(header.encode() + body)
    expect(name, rgb)


def text(samples):
    return " ".join(str(value) for value in samples.reshape(-1)).encode() + b"\n"


grey_rgb = np.repeat(grey[..., None], 3, -1)
save_map("ascii.pgm", "P2\n# a comment\n8 6 # another\n255\n", text(grey), grey_rgb)
save_map("ascii.ppm", "P3 8 6 255\n", text(noise), noise)
save_map("binary.pgm", "P5\n8 6\n255\n", grey.tobytes(), grey_rgb)
save_map("binary.ppm", "P6\n# a comment\n8 6\n255\n", noise.tobytes(), noise)
save_map(
    "binary16.ppm", "P6 8 6 65535\n", deep.astype(">u2").tobytes(), (deep / 257).round()
)
few = noise % 16
save_map("few.ppm", "P6 8 6 15\n", few.tobytes(), few * 17)

# What Pillow makes of a picture in both directions and at odd sizes.
noisy = Image.fromarray(rng.integers(0, 256, (12, 16, 3), dtype=np.uint8))
noisy.save(here / "resize-source.png")
expect("resize-source.png", noisy)
for width, height in [(8, 8), (5, 7), (16, 5), (31, 20)]:
    expect(f"resized-{width}x{height}", noisy.resize((width, height), Image.LANCZOS))

with zipfile.ZipFile(here / "archive.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    def add(name, data=b"", method=zipfile.ZIP_DEFLATED):
        # A fixed date, so that the archive is the same each time.
        entry = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
        archive.writestr(entry, data, method)

    add("faces/")
    add("faces/b.PPM", (here / "binary.ppm").read_bytes())
    add("faces/a.png", (here / "rgb.png").read_bytes(), zipfile.ZIP_STORED)
    add("notes.txt", b"not an image")
    add("__MACOSX/faces/._a.png", b"not an image either")
    add(".hidden.png", b"nor this")
    add("0.pgm", (here / "binary.pgm").read_bytes())



def other_archive(name, entry, data, method=zipfile.ZIP_STORED, *more):
    with zipfile.ZipFile(here / name, "w") as archive:
        for path, body in [(entry, data), *more]:
            info = zipfile.ZipInfo("x", (2020, 1, 1, 0, 0, 0))
            info.filename = path  # as it is: a name with \\ would be changed
            archive.writestr(info, body, method)


png = (here / "rgb.png").read_bytes()
other_archive("windows.zip", "photos\\a.png", png, zipfile.ZIP_STORED, ("__MACOSX\\photos\\._a.png", b"fork"))
other_archive("lzma.zip", "a.png", png, zipfile.ZIP_LZMA)
other_archive("inner.zip", "inner.zip", b"PK\5\6" + b"\0" * 18)

recorded.write()
