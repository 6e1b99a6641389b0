"""Makes the fixtures in brought/: files as cameras, phones and browsers write them, and, in brought/expected.json,
the RGB that they must decode to (base64).

    pip install pillow==13.0.0 pillow-heif==1.8.1 numpy && python make_brought.py

Of lossy formats Pillow's own decoding is recorded, which the tests meet within a tolerance. Colours of profiles are
computed here from the definition.
"""

import io
import pathlib
import struct
import zlib

import numpy as np
import pillow_heif
from PIL import Image, PngImagePlugin

from recorded import Recorded, smooth

pillow_heif.register_heif_opener()
here = pathlib.Path(__file__).parent / "brought"
here.mkdir(exist_ok=True)
recorded = Recorded(here)
expect = recorded.expect


pixels = smooth(16, 8)
picture = Image.fromarray(pixels)
other = Image.fromarray(pixels[::-1])
alpha = np.linspace(0, 255, 128, dtype=np.uint8).reshape(8, 16)
over_white = (pixels.astype(int) * alpha[..., None] + 255 * (255 - alpha[..., None].astype(int)) + 127) // 255
seen = Image.fromarray(np.dstack([pixels, alpha]))


def save(name, image, rgb, **options):
    image.save(here / name, **options)
    expect(name, rgb)


def save_lossy(name, image, convert=lambda rgb: rgb, **options):
    image.save(here / name, **options)
    expect(name, convert(np.asarray(Image.open(here / name).convert("RGB"))))


# Formats ----------------------------------------------------------------------------------------
save("rgb.webp", picture, pixels, lossless=True)
save("alpha.webp", seen, over_white, lossless=True, exact=True)
save("animated.webp", picture, pixels, lossless=True, save_all=True, append_images=[other])
save_lossy("lossy.webp", picture, quality=95)
save("rgb.bmp", picture, pixels)
palette = picture.quantize(32)
save("palette.bmp", palette, palette.convert("RGB"))
save("rgb.gif", palette, palette.convert("RGB"))
save("animated.gif", palette, palette.convert("RGB"), save_all=True, append_images=[other.quantize(32)])
save("rgb.tif", picture, pixels)
save("packed.tif", picture, pixels, compression="tiff_lzw")
save("grey.tif", picture.convert("L"), picture.convert("L").convert("RGB"))
save("pages.tif", picture, pixels, save_all=True, append_images=[other])
save_lossy("lossy.heic", picture.resize((64, 32)), quality=95)
save_lossy("lossy.avif", picture.resize((64, 32)), quality=95)

def chunk(tag, body):
    return struct.pack(">I", len(body)) + tag + body + struct.pack(">I", zlib.crc32(tag + body))


# Orientation: each says in its own way that the picture is to be turned by a quarter --------------
turned = np.rot90(pixels, -1)
exif = Image.Exif()
exif[0x0112] = 6
save("turned.webp", picture, turned, lossless=True, exif=exif.tobytes())
save("turned.tif", picture, turned, tiffinfo={0x0112: 6})
save("turned.png", picture, turned, exif=exif)
xmp = (
    b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
    b' xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/></rdf:RDF></x:xmpmeta>'
    b'<?xpacket end="w"?>'
)
text = PngImagePlugin.PngInfo()
text.add_itxt("XML:com.adobe.xmp", xmp.decode())
save("turned-xmp.png", picture, turned, pnginfo=text)
# What ImageMagick wrote before PNG knew Exif: a name, a count and lines of digits.
block = b"Exif\0\0MM\0*\0\0\0\x08\0\x01" + struct.pack(">HHIHHI", 0x0112, 3, 1, 6, 0, 0)
digits = block.hex()
raw = PngImagePlugin.PngInfo()
lines = "\n".join(digits[i:i + 72] for i in range(0, len(digits), 72))
raw.add_text("Raw profile type exif", f"\nexif\n{len(block):8}\n{lines}\n", zip=True)
save("turned-raw.png", picture, turned, pnginfo=raw)
# Exif behind the pixels, where PNG allows it too.
buffer = io.BytesIO()
picture.save(buffer, "PNG")
plain = buffer.getvalue()
(here / "turned-late.png").write_bytes(plain[:-12] + chunk(b"eXIf", block[6:]) + plain[-12:])
expect("turned-late.png", turned)
buffer = io.BytesIO()
picture.save(buffer, "JPEG", quality=100, subsampling=0)
jpeg = buffer.getvalue()


def segment(body, fill=b""):
    return b"\xff" + fill + b"\xe1" + struct.pack(">H", len(body) + 2) + body


def save_jpeg(name, *segments, after=2):
    (here / name).write_bytes(jpeg[:after] + b"".join(segments) + jpeg[after:])
    expect(name, turned)


short = b"Exif\0\0MM\0*\0\0\0\x08\0\x01" + struct.pack(">HHIHHI", 0x0112, 3, 1, 6, 0, 0)
long = b"Exif\0\0II*\0\x08\0\0\0\x01\0" + struct.pack("<HHIII", 0x0112, 4, 1, 6, 0)
save_jpeg("turned-xmp.jpg", segment(b"http://ns.adobe.com/xap/1.0/\0" + xmp))
save_jpeg("turned-long.jpg", segment(long))
save_jpeg("turned-fill.jpg", segment(short, fill=b"\xff\xff\xff"))
save_jpeg("turned-late.jpg", segment(short), after=20)  # after JFIF's own segment

# Colour -----------------------------------------------------------------------------------------
SRGB_TO_XYZ = np.array(  # D50, as profiles have it (IEC 61966-2.1, Bradford)
    [[0.43607, 0.38515, 0.14307], [0.22249, 0.71687, 0.06061], [0.01392, 0.09708, 0.71410]])
P3_TO_XYZ = np.array([[0.51512, 0.29198, 0.15710], [0.24120, 0.69225, 0.06657], [-0.00105, 0.04189, 0.78407]])
ADOBE_TO_XYZ = np.array([[0.60974, 0.20528, 0.14919], [0.31111, 0.62567, 0.06322], [0.01947, 0.06087, 0.74457]])


def srgb_decode(v):
    return np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)


def srgb_encode(v):
    v = v.clip(0, 1)
    return np.where(v <= 0.0031308, v * 12.92, 1.055 * v ** (1 / 2.4) - 0.055)


def to_srgb(rgb, matrix, decode):
    linear = decode(rgb / 255.0) @ matrix.T @ np.linalg.inv(SRGB_TO_XYZ).T
    return (255 * srgb_encode(linear)).round()


def fixed(*values):
    return b"".join(struct.pack(">i", round(65536 * v)) for v in values)


def assembled(tags, kind, space, connection):
    """An ICC profile of version 4 with the tags that every one has besides."""
    words = "made for tests".encode("utf-16-be")
    described = b"mluc\0\0\0\0" + struct.pack(">II", 1, 12) + b"enUS" + struct.pack(">II", len(words), 28) + words
    white = b"XYZ \0\0\0\0" + fixed(0.9642, 1, 0.8249)
    tags = {b"desc": described, b"cprt": described, b"wtpt": white} | tags
    table, data, offset = struct.pack(">I", len(tags)), b"", 132 + 12 * len(tags)
    for name, body in tags.items():
        body += b"\0" * (-len(body) % 4)
        table += name + struct.pack(">II", offset + len(data), len(body))
        data += body
    header = struct.pack(">I4sI4s4s4s12s4s", 128 + len(table) + len(data), b"\0\0\0\0", 0x04300000, kind, space,
                         connection, struct.pack(">6H", 2020, 1, 1, 0, 0, 0), b"acsp")
    header += b"\0" * (68 - len(header)) + fixed(0.9642, 1, 0.8249)
    return header + b"\0" * (128 - len(header)) + table + data


def profile(matrix, gamma=None, space=b"RGB "):
    """An ICC profile of version 4: primaries and one curve, sRGB's where no gamma is given."""
    curve = (
        b"para\0\0\0\0\0\x03\0\0" + fixed(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
        if gamma is None
        else b"para\0\0\0\0\0\0\0\0" + fixed(gamma))
    if space == b"GRAY":
        return assembled({b"kTRC": curve}, b"mntr", space, b"XYZ ")
    tags = {}
    for i, name in enumerate(b"rgb"):
        tags[bytes([name]) + b"XYZ"] = b"XYZ \0\0\0\0" + fixed(*matrix[:, i])
        tags[bytes([name]) + b"TRC"] = curve
    return assembled(tags, b"mntr", space, b"XYZ ")


def lab(rgb):
    """CIELAB as eight bits have it, of sRGB."""
    xyz = srgb_decode(rgb / 255.0) @ SRGB_TO_XYZ.T / np.array([0.9642, 1, 0.8249])
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = f[..., 0], f[..., 1], f[..., 2]
    return np.stack([(116 * y - 16) * 2.55, 500 * (x - y) + 128, 200 * (y - z) + 128], -1).round().astype(np.uint8)


def ink_profile(corners):
    """A profile of four inks: what each of the sixteen full or absent ones gives, and lines between."""
    straight = bytes(range(256))
    table = (b"mft1\0\0\0\0" + bytes([4, 3, 2, 0]) + fixed(1, 0, 0, 0, 1, 0, 0, 0, 1) + 4 * straight
             + lab(corners).tobytes() + 3 * straight)
    return assembled({b"A2B0": table}, b"prtr", b"CMYK", b"Lab ")


p3 = to_srgb(pixels, P3_TO_XYZ, srgb_decode)
adobe = to_srgb(pixels, ADOBE_TO_XYZ, lambda v: v ** (563 / 256))
save("p3.png", picture, p3, icc_profile=profile(P3_TO_XYZ))
save("p3.webp", picture, p3, lossless=True, icc_profile=profile(P3_TO_XYZ))
save("p3.tif", picture, p3, icc_profile=profile(P3_TO_XYZ))
save_lossy("p3.jpg", picture, lambda rgb: to_srgb(rgb, P3_TO_XYZ, srgb_decode), quality=100, subsampling=0,
           icc_profile=profile(P3_TO_XYZ))
save_lossy("p3.heic", picture.resize((64, 32)), lambda rgb: to_srgb(rgb, P3_TO_XYZ, srgb_decode), quality=95,
           icc_profile=profile(P3_TO_XYZ))
save("adobe.png", picture, adobe, icc_profile=profile(ADOBE_TO_XYZ, 563 / 256))
save("srgb.png", picture, pixels, icc_profile=profile(SRGB_TO_XYZ))
grey = np.asarray(picture.convert("L"))
linear = (255 * srgb_encode((grey / 255.0) ** 1.0)).round()
save("grey-linear.png", Image.fromarray(grey), np.repeat(linear[..., None], 3, -1),
     icc_profile=profile(None, 1.0, b"GRAY"))
save("broken-profile.png", picture, pixels, icc_profile=b"no profile at all" * 20)
save("foreign-profile.png", picture, pixels, icc_profile=profile(None, 2.2, b"GRAY")[:16] + b"CMYK"
     + profile(None, 2.2, b"GRAY")[20:])
# Four inks with a profile: every corner a block of its own, so that JPEG keeps it.
inks = np.array([[40, 160, 220], [220, 30, 120], [250, 230, 20], [60, 50, 55]]) / 255.0
present = np.array([[corner >> 3 & 1, corner >> 2 & 1, corner >> 1 & 1, corner & 1] for corner in range(16)])
corners = 255 * np.prod(np.where(present[..., None], inks[None], 1), 1)
blocks = (255 * present.reshape(4, 4, 4)).astype(np.uint8).repeat(8, 0).repeat(8, 1)
save_lossy("inks.jpg", Image.fromarray(blocks, "CMYK"),
           lambda _: corners.round().reshape(4, 4, 3).repeat(8, 0).repeat(8, 1), quality=100, subsampling=0,
           icc_profile=ink_profile(corners))
# What a camera set to Adobe RGB writes: no profile, and R03 in the directory of interoperability.
camera = Image.Exif()
camera.get_ifd(0x8769)[0xA001] = 0xFFFF
camera.get_ifd(0x8769)[0xA005] = {1: "R03"}
save_lossy("adobe-camera.jpg", picture, lambda rgb: to_srgb(rgb, ADOBE_TO_XYZ, lambda v: v ** (563 / 256)), quality=100, subsampling=0, exif=camera)


# PNG's own numbers: gamma and the corners of Adobe RGB.
corners = struct.pack(">8I", 31270, 32900, 64000, 33000, 21000, 71000, 15000, 6000)
(here / "adobe-numbers.png").write_bytes(
    plain[:33] + chunk(b"gAMA", struct.pack(">I", round(100000 * 256 / 563))) + chunk(b"cHRM", corners) + plain[33:])
expect("adobe-numbers.png", adobe)

# Size -------------------------------------------------------------------------------------------
# 2,048 x 1,536 pixels in a few kilobytes: the left half is black.
large = np.zeros((1536, 2048), dtype=np.uint8)
large[:, 1024:] = 255
bits = Image.fromarray(large).convert("1")
bits.save(here / "large.png", optimize=True)
Image.fromarray(large).save(here / "large.jpg", quality=50)
Image.fromarray(large).save(here / "large-progressive.jpg", quality=50, progressive=True)
Image.fromarray(large).save(here / "large.webp", lossless=True)
bits.save(here / "large.gif")
# Interlaced, which Pillow does not write: seven passes, each with its own rows.
passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
rows = b"".join(
    b"\0" + np.packbits(row > 127).tobytes() for x, y, dx, dy in passes for row in large[y::dy, x::dx])
(here / "large-interlaced.png").write_bytes(
    b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 2048, 1536, 1, 0, 0, 0, 1))
    + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))

recorded.write()
