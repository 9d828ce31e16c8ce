"""Makes the three sample pictures of the page from nothing but arithmetic (numpy, Pillow).

`lake.jpg` is untouched; in `trees.jpg` a part of the picture is a copy of another; in `moon.jpg` a moon of
another picture, with another noise and another JPEG history, was pasted in. Run it here to make them again.
"""

import io

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

W, H = 768, 512
rng = np.random.default_rng(20261124)


def fractal(width, height, octaves, persistence=0.55):
    """Value noise in 0..1: octaves of upsampled random grids."""
    total, weight = np.zeros((height, width)), 0.0
    for octave in range(octaves):
        cells = 2 ** (octave + 2)
        grid = Image.fromarray((rng.random((cells * height // width + 2, cells + 1)) * 255).astype(np.uint8))
        layer = np.asarray(grid.resize((width, height), Image.BICUBIC), dtype=float) / 255
        total += layer * persistence**octave
        weight += persistence**octave
    return total / weight


def scene(dusk):
    """A lake before mountains, as a float picture in 0..255."""
    y, x = np.mgrid[0:H, 0:W]
    top = np.array([52, 88, 150.0]) if dusk else np.array([96, 150, 214.0])
    low = np.array([240, 170, 120.0]) if dusk else np.array([214, 228, 240.0])
    sky = top + (low - top) * (y / (0.62 * H)).clip(0, 1)[..., None]
    clouds = ((fractal(W, H, 6) - 0.48) * 3.2).clip(0, 1)[..., None]
    picture = sky * (1 - 0.6 * clouds) + 250 * 0.6 * clouds
    horizon = int(0.62 * H)
    for depth, shade in enumerate([(120, 132, 150), (84, 98, 104), (46, 62, 52)]):
        ridge = horizon - (170 - 50 * depth) * fractal(W, 8, 7)[4] - 6 + 18 * depth
        land = (y > ridge[None, :])[..., None]
        texture = (fractal(W, H, 8, 0.75)[..., None] - 0.5) * (26 + 26 * depth)
        picture = np.where(land, np.array(shade) + texture, picture)
    water = picture[horizon - 1 :: -1][: H - horizon] * 0.72 + np.array([6, 14, 22])
    ripple = (6 * np.sin(y[horizon:] ** 1.35 / 2.2 + 9 * fractal(W, H, 5)[horizon:])).astype(int)
    rows = np.clip(np.arange(H - horizon)[:, None] + ripple // 3, 0, H - horizon - 1)
    cols = np.clip(x[horizon:] + ripple, 0, W - 1)
    picture[horizon:] = water[rows, cols] + (fractal(W, H, 8, 0.8)[horizon:, :, None] - 0.5) * 30
    canvas = Image.fromarray(picture.clip(0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(canvas)
    for _ in range(26):
        tree_x, tree_y = int(rng.integers(0, W)), int(horizon + rng.integers(-4, 10))
        height = int(rng.integers(24, 58))
        for step in range(9):
            half = height * (9 - step) / 34
            level = tree_y - height * step / 9
            tone = int(rng.integers(18, 46))
            draw.polygon([(tree_x - half, level), (tree_x + half, level), (tree_x, level - height / 5)], fill=(tone, tone + 16, tone))
    return np.asarray(canvas.filter(ImageFilter.GaussianBlur(0.6)), dtype=float)


def sensor(picture, sigma):
    """Shot noise that grows with the square root of the light, as a camera's does."""
    return (picture + rng.normal(size=picture.shape) * sigma * np.sqrt(picture.clip(1) / 128)).clip(0, 255).astype(np.uint8)


def jpeg(array, quality):
    """One JPEG generation: what a save at `quality` leaves of the picture."""
    buffer = io.BytesIO()
    Image.fromarray(array).save(buffer, "JPEG", quality=quality, subsampling="4:2:0")
    return np.asarray(Image.open(io.BytesIO(buffer.getvalue())).convert("RGB"))


def save(name, array, quality):
    Image.fromarray(array).save(name, quality=quality, subsampling="4:2:0", optimize=True)


def ellipse(cx, cy, rx, ry):
    mask = Image.new("L", (W, H))
    ImageDraw.Draw(mask).ellipse([cx - rx, cy - ry, cx + rx, cy + ry], fill=255)
    return np.asarray(mask.filter(ImageFilter.GaussianBlur(1.2)), dtype=float)[..., None] / 255


def main():
    save("lake.jpg", sensor(scene(dusk=False), 3.0), 92)

    host = jpeg(sensor(scene(dusk=False), 3.0), 84)
    mask = ellipse(560, 296, 104, 40)
    copied = np.roll(host, (0, 331), axis=(0, 1))
    save("trees.jpg", (host * (1 - mask) + copied * mask).astype(np.uint8), 93)

    host = jpeg(sensor(scene(dusk=True), 2.0), 78)
    disc = 226 + (fractal(W, H, 7, 0.8)[..., None] - 0.5) * 110 * np.array([1, 0.97, 0.9])
    moon = jpeg(sensor(disc, 9.0), 60)
    mask = ellipse(212, 116, 74, 74)
    save("moon.jpg", (host * (1 - mask) + moon * mask).astype(np.uint8), 95)


if __name__ == "__main__":
    main()
