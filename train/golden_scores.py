"""Writes src/annotate/scores/golden.json: what other implementations make of pairs of texts.

    python -m venv V && V/bin/pip install rouge-score==0.1.2 sacrebleu==2.6.0 nltk==3.10.4
    V/bin/python train/golden_scores.py > src/annotate/scores/golden.json

These packages are for this script alone; nothing else of the project needs them.
"""

import json
import sys

from nltk.metrics.distance import edit_distance
from rouge_score import rouge_scorer
from sacrebleu.metrics import BLEU

PAIRS = [
    ("The moon was pasted into the sky.", "The moon was pasted into the sky."),
    ("The moon was pasted into the sky.", "A moon was pasted above the lake."),
    ("The edge of the sign is too sharp.", "The sign's edge is much too sharp, and brighter."),
    ("RM 4.90", "RM 9.40"),
    ("TOTAL: 1,234.50", "TOTAL 1.234,50"),
    ("€ 12,90", "€ 12,99"),
    ("the same word the same word", "the the the the"),
    ("A halo surrounds the pasted disc; its light comes from the left.", "A halo surrounds the disc. Light comes from left."),
    ("sharp edge", ""),
    ("", "sharp edge"),
    ("edge", "edge"),
    ("edge", "ridge"),
    ("two words", "words two"),
    ("Fonts differ: the 8 is bolder than the 3-digit price.", "The 8 is bolder than the 3-digit price; fonts differ."),
    ("Straße nach Köln", "Strasse nach Koln"),
    ("出口 中山路", "入口 中山路"),
    ("&quot;OPEN&quot; &amp; 24/7", "\"OPEN\" & 24/7"),
    ("Grain stops at the border (see right).", "Grain stops at the border [see left]!"),
    ("No. 5, 10-12 o'clock", "No.5, 10-12 o'clock"),
    ("line one\nline two", "line one line two"),
    ("a b c d e f g h", "a b c d x f g h"),
    ("The compression outside of the region has a grid that the region itself does not share.",
     "Inside the region, the compression grid is not the one that is found outside of it."),
    ("..,,..", "..,."),
    ("x" * 40, "x" * 39 + "y"),
]


def main() -> None:
    rouge = rouge_scorer.RougeScorer(["rougeL"], use_stemmer=False)
    bleu = BLEU(effective_order=True)
    rows = [
        {
            "reference": reference,
            "text": text,
            "likeness": 1 - edit_distance(reference, text) / max(len(reference), len(text)),
            "rouge_l": rouge.score(reference, text)["rougeL"].fmeasure,
            "bleu": bleu.sentence_score(text, [reference]).score / 100,
        }
        for reference, text in PAIRS
    ]
    json.dump(rows, sys.stdout, ensure_ascii=False, indent=1)
    print()


if __name__ == "__main__":
    main()
