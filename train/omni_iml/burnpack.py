"""Writes and reads Burn's burnpack files (crate burn-pack 0.22): header, CBOR metadata, tensors on 256-byte boundaries."""

import hashlib
import os
import struct

import numpy as np
import torch

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


def _item(data, at):
    """A CBOR item of the same subset, and where it ends."""
    major, code, at = data[at] >> 5, data[at] & 31, at + 1
    if code >= 24:
        size = 1 << (code - 24)
        code, at = int.from_bytes(data[at : at + size], "big"), at + size
    if major == 0:
        return code, at
    if major == 3:
        return data[at : at + code].decode(), at + code
    items = []
    for _ in range(code * (2 if major == 5 else 1)):
        item, at = _item(data, at)
        items.append(item)
    return (dict(zip(items[::2], items[1::2])) if major == 5 else items), at


def load(path):
    """Name -> tensor (f32) of a file of ours, half or single precision."""
    with open(path, "rb") as file:
        content = file.read()
    magic, _, length = struct.unpack_from("<IHI", content)
    if magic != 0x4255524E:
        raise SystemExit(f"{path} is no burnpack file")
    head = struct.calcsize("<IHI")
    described = _item(content[head : head + length], 0)[0]["tensors"]
    start = (head + length + ALIGNMENT - 1) // ALIGNMENT * ALIGNMENT
    kinds = {"F16": "<f2", "F32": "<f4"}
    tensors = {}
    for name, about in described.items():
        if about["dtype"] not in kinds:
            raise SystemExit(f"{path}: {name} is {about['dtype']}; training starts from half or single precision")
        first, end = about["data_offsets"]
        values = np.frombuffer(content[start + first : start + end], kinds[about["dtype"]]).astype(np.float32)
        tensors[name] = torch.from_numpy(values.reshape(about["shape"]))
    return tensors
