"""Writes every_type.safetensors with the reference implementation.

    pip install safetensors==0.8.0
    python make_every_type.py

Each type holds three elements. NumPy does not know bfloat16 and float8, so the bytes are given as
such: 1, -2 and 0.5 for floating point, 0, 1 and the largest value for whole numbers.
"""
import ctypes
import struct
from pathlib import Path

from safetensors import TensorSpec, serialize

ELEMENTS = {
    "bool": bytes([0, 1, 1]),
    "uint8": struct.pack("<3B", 0, 1, 2**8 - 1),
    "int8": struct.pack("<3b", -(2**7), -1, 2**7 - 1),
    "float8_e4m3fn": bytes([0x38, 0xC0, 0x30]),
    "float8_e5m2": bytes([0x3C, 0xC0, 0x38]),
    "uint16": struct.pack("<3H", 0, 1, 2**16 - 1),
    "int16": struct.pack("<3h", -(2**15), -1, 2**15 - 1),
    "float16": struct.pack("<3e", 1, -2, 0.5),
    "bfloat16": struct.pack("<3H", 0x3F80, 0xC000, 0x3F00),
    "uint32": struct.pack("<3I", 0, 1, 2**32 - 1),
    "int32": struct.pack("<3i", -(2**31), -1, 2**31 - 1),
    "float32": struct.pack("<3f", 1, -2, 0.5),
    "uint64": struct.pack("<3Q", 0, 1, 2**64 - 1),
    "int64": struct.pack("<3q", -(2**63), -1, 2**63 - 1),
    "float64": struct.pack("<3d", 1, -2, 0.5),
}

buffers = {name: ctypes.create_string_buffer(data, len(data)) for name, data in ELEMENTS.items()}
tensors = {
    name: TensorSpec(
        dtype=name, shape=[3, 1], data_ptr=ctypes.addressof(buffer), data_len=len(buffer)
    )
    for name, buffer in buffers.items()
}
empty = ctypes.create_string_buffer(0)
tensors["empty"] = TensorSpec(
    dtype="float32", shape=[2, 0], data_ptr=ctypes.addressof(empty), data_len=0
)
scalar = ctypes.create_string_buffer(struct.pack("<q", 42), 8)
tensors["scalar"] = TensorSpec(
    dtype="int64", shape=[], data_ptr=ctypes.addressof(scalar), data_len=8
)
content = serialize(tensors, metadata={"written by": 'the "reference" \\ \n ü 😀'})
Path(__file__).with_name("every_type.safetensors").write_bytes(content)
