"""Marks the faces of the pristine portraits: writes src/forge/faces.json.

    pip install opencv-python-headless==4.11.0.86      # the Haar cascades ship in it; 5.0 has none
    python3 train/mark_faces.py DATA/train_real src/forge/faces.json [SHEET.png]

The frontal-face cascades find the face, the eye cascades its eyes, in the upper part of the box; what they find has to be
plausible: level within 20 degrees, .3 to .55 of the box apart, near where eyes are. From the eyes follows the box that is
stored, brow to chin, by the measures of an average face: the cascade's box is too loose for that. What failed there and
what looked wrong on the sheet is in BY_HAND, or in LEFT_OUT where no frontal face is seen.

A line is a picture: a list of [left, top, right, bottom, left eye x, y, right eye x, y], pixels of the stored picture.
"""

import csv
import json
import math
import pathlib
import sys

import cv2
import numpy as np

# The eyes of what the cascades missed or misplaced, read off enlarged pictures: file name to [left x, y, right x, y].
BY_HAND: dict[str, list[int]] = {
    "uh_carol-miller_src.jpg": [151, 272, 329, 296],
    "uh_daniel-meuser.jpg": [182, 224, 287, 222],
    "uh_david-mckinley.jpg": [204, 236, 298, 231],
    "uh_david-price.jpg": [193, 245, 289, 228],
    "uh_dean-phillips.jpg": [276, 188, 369, 187],
    "uh_dwight-evans.jpg": [242, 238, 347, 236],
    "uh_frederica-wilson.jpg": [181, 215, 278, 237],
    "uh_glenn-grothman.jpg": [191, 259, 292, 254],
    "uh_john-larson.jpg": [207, 258, 301, 236],
    "uh_john-rose.jpg": [195, 211, 297, 215],
    "uh_judy-chu.jpg": [226, 212, 310, 205],
    "uh_karen-bass.jpg": [207, 248, 309, 244],
    "uh_liz-cheney.jpg": [197, 230, 297, 232],
    "uh_lucy-mcbath.jpg": [166, 184, 248, 150],
    "uh_peter-welch.jpg": [192, 191, 294, 187],
    "uh_steny-hoyer.jpg": [201, 239, 301, 237],
    "uh_ted-lieu.jpg": [196, 209, 291, 203],
}
# Turned too far, cut off by the picture, or an eye that cannot be seen.
LEFT_OUT: set[str] = {
    "uh_anthony-brindisi_src.jpg", "uh_bill-posey.jpg", "uh_chellie-pingree.jpg", "uh_dan-crenshaw.jpg",
    "uh_darrell-issa.jpg", "uh_donald-payne.jpg", "uh_glenn-thompson.jpg", "uh_gregory-meeks.jpg",
    "uh_gregory-steube.jpg", "uh_gus-bilirakis.jpg", "uh_james-clyburn.jpg", "uh_jerry-carl_src.jpg",
    "uh_ken-calvert.jpg", "uh_kevin-brady.jpg", "uh_lloyd-doggett.jpg", "uh_luis-correa.jpg", "uh_madeleine-dean.jpg",
    "uh_mike-kelly_src.jpg", "uh_mike-thompson.jpg", "uh_mo-brooks.jpg", "uh_morgan-griffith.jpg",
    "uh_sean-casten_src.jpg", "uh_tim-burchett.jpg", "uh_tom-ohalleran.jpg", "uh_van-taylor.jpg",
}

# Of the distance between the eyes: from their middle up to above the brows, down to the chin, and to either side.
ABOVE, BELOW, ASIDE = 0.6, 1.85, 1.12


def cascade(name: str) -> cv2.CascadeClassifier:
    return cv2.CascadeClassifier(cv2.data.haarcascades + f"haarcascade_{name}.xml")


FACES = [cascade("frontalface_alt2"), cascade("frontalface_default"), cascade("frontalface_alt")]
EYES = [cascade("eye"), cascade("eye_tree_eyeglasses"), cascade("lefteye_2splits"), cascade("righteye_2splits")]

# Strict first: a border of this many pixels around the picture (close-ups are cut at hair and chin), how often the cascades
# must find a face and an eye, how many of the eye cascades are asked.
TURNS = [(0, 4, 2, 2), (96, 3, 1, 2), (96, 1, 1, 4)]


def eyes_in(grey: np.ndarray) -> list[float] | None:
    """The eyes of the largest face, left x, y and right x, y."""
    for border, face_votes, eye_votes, finders in TURNS:
        wide = cv2.copyMakeBorder(grey, *[border] * 4, cv2.BORDER_REPLICATE)
        half = cv2.resize(wide, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        for finder in FACES:
            faces = sorted(finder.detectMultiScale(half, 1.05, face_votes, minSize=(50, 50)), key=lambda box: -box[2])
            for face in faces[:2]:
                eyes = eyes_of(wide, tuple(2 * int(value) for value in face), eye_votes, EYES[:finders])
                if eyes:
                    return [float(value) - border for value in eyes]
    return None


def eyes_of(grey: np.ndarray, box: tuple[int, int, int, int], votes: int, finders: list) -> list[float] | None:
    """The plausible pair of eyes that is nearest to where eyes are in the cascade's box."""
    x, y, width, height = box
    top, bottom = y + int(0.18 * height), y + int(0.6 * height)
    part = cv2.equalizeHist(grey[top:bottom, x : x + width])
    limits = {"minSize": (width // 9, width // 9), "maxSize": (width // 2, width // 2)}
    centres = []
    for finder in finders:
        for ex, ey, ew, eh in finder.detectMultiScale(part, 1.05, votes, **limits):
            centres.append((x + ex + ew / 2, top + ey + eh / 2))
    best = None
    for lx, ly in centres:
        for rx, ry in centres:
            apart = math.hypot(rx - lx, ry - ly)
            level = abs(math.degrees(math.atan2(ry - ly, rx - lx))) < 20
            if not level or not 0.3 <= apart / width <= 0.55:
                continue
            off = math.hypot(lx - x - 0.31 * width, ly - y - 0.39 * height)
            off += math.hypot(rx - x - 0.69 * width, ry - y - 0.39 * height)
            if off < 0.22 * width and (best is None or off < best[0]):
                best = (off, lx, ly, rx, ry)
    if best is None:
        return None
    # Each eye is found several times: the mean is nearer to its centre than any of them.
    near = lambda px, py: np.mean([c for c in centres if math.hypot(c[0] - px, c[1] - py) < 0.06 * width], axis=0)
    return [*near(best[1], best[2]), *near(best[3], best[4])]


def note(eyes: list[float], width: int, height: int) -> list[int]:
    """Box and eyes as they are stored; the box turns with the eyes and stays upright."""
    lx, ly, rx, ry = eyes
    apart = math.hypot(rx - lx, ry - ly)
    ux, uy = (rx - lx) / apart, (ry - ly) / apart
    mx, my = (lx + rx) / 2, (ly + ry) / 2
    corners = [(a * ux - b * uy, a * uy + b * ux) for a, b in [(-ASIDE, 0), (ASIDE, 0), (0, -ABOVE), (0, BELOW)]]
    xs, ys = [mx + apart * a for a, _ in corners], [my + apart * b for _, b in corners]
    inside = lambda value, end: min(max(round(value), 0), end - 1)
    box = [inside(min(xs), width), inside(min(ys), height), inside(max(xs), width), inside(max(ys), height)]
    return box + [round(value) for value in eyes]


def draw(pictures: list[tuple[str, np.ndarray, list[int] | None]]) -> np.ndarray:
    """All of them with their marks, sixteen in a row."""
    thumbs = []
    for name, picture, marks in pictures:
        picture = picture.copy()
        if marks:
            cv2.rectangle(picture, tuple(marks[:2]), tuple(marks[2:4]), (0, 255, 0), 3)
            for eye in (marks[4:6], marks[6:8]):
                cv2.drawMarker(picture, tuple(eye), (0, 0, 255), cv2.MARKER_CROSS, 24, 3)
        scale = 160 / picture.shape[1]
        thumb = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)[:176]
        thumb = cv2.copyMakeBorder(thumb, 0, 190 - thumb.shape[0], 0, 0, cv2.BORDER_CONSTANT)
        cv2.putText(thumb, name.removesuffix(".jpg").removesuffix("_src")[:24], (2, 186), 0, 0.36, (255, 255, 255), 1)
        thumbs.append(thumb)
    thumbs += [np.zeros_like(thumbs[0])] * (-len(thumbs) % 16)
    return np.vstack([np.hstack(thumbs[i : i + 16]) for i in range(0, len(thumbs), 16)])


def main() -> None:
    folder, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    with open(folder / "manifest.csv", newline="") as file:
        paths = sorted(row["path"] for row in csv.DictReader(file) if row["task"] == "face")
    notes, pictures, missed = {}, [], []
    for path in paths:
        name = path.rsplit("/", 1)[-1]
        picture = cv2.imread(str(folder / path))
        grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
        eyes = BY_HAND.get(name)
        if eyes is None and name not in LEFT_OUT:
            eyes = eyes_in(grey)
        marks = note(eyes, grey.shape[1], grey.shape[0]) if eyes is not None else None
        if marks:
            notes[path] = [marks]
        elif name not in LEFT_OUT:
            missed.append(name)
        pictures.append((name, picture, marks))
    lines = [f"{json.dumps(path)}: {json.dumps(marks)}" for path, marks in notes.items()]
    out.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(f"{len(paths)} portraits, {len(notes)} marked, {len(BY_HAND)} of them by hand, {len(LEFT_OUT)} left out")
    print("not found and not marked by hand:", *missed)
    if len(sys.argv) > 3:
        cv2.imwrite(sys.argv[3], draw(pictures))


if __name__ == "__main__":
    main()
