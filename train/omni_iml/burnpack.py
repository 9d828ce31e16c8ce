"""Writes Burn's burnpack files (crate burn-pack 0.22): header, CBOR metadata, tensors on 256-byte boundaries."""

import hashlib
import os
import struct

ALIGNMENT = 256


def _head(major, value):
    if value < 24:
        return bytes([major << 5 | value])
    for code, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if value < 1 << (8 * size):
            return bytes([major << 5 | code]) + value.to_bytes(size, "big")
    raise ValueError(value)


def cbor(value):
    """The subset of RFC 8949 that the metadata needs: unsigned integers, text, lists, maps."""
    if isinstance(value, int):
        return _head(0, value)
    if isinstance(value, str):
        data = value.encode()
        return _head(3, len(data)) + data
    if isinstance(value, (list, tuple)):
        return _head(4, len(value)) + b"".join(map(cbor, value))
    if isinstance(value, dict):
        return _head(5, len(value)) + b"".join(cbor(k) + cbor(v) for k, v in value.items())
    raise TypeError(type(value))


def save(path, tensors, metadata, half=True):
    """Writes name -> float tensor as f16 (or f32) and returns the file's SHA-256 and size."""
    descriptors, chunks, offset = {}, [], 0
    for name in sorted(tensors):
        tensor = tensors[name].half() if half else tensors[name].float()
        data = tensor.numpy().astype("<f2" if half else "<f4").tobytes()
        pad = -offset % ALIGNMENT
        chunks.append(b"\0" * pad + data)
        offset += pad
        descriptors[name] = {"dtype": "F16" if half else "F32", "shape": list(tensor.shape), "data_offsets": [offset, offset + len(data)]}
        offset += len(data)
    meta = cbor({"tensors": descriptors, "metadata": dict(sorted(metadata.items()))})
    header = struct.pack("<IHI", 0x4255524E, 1, len(meta))
    start = len(header) + len(meta)
    content = header + meta + b"\0" * (-start % ALIGNMENT) + b"".join(chunks)
    temporary = f"{path}.tmp"
    with open(temporary, "wb") as file:
        file.write(content)
    os.replace(temporary, path)
    return hashlib.sha256(content).hexdigest(), len(content)
