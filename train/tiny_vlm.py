#!/usr/bin/env python3
"""Makes a Qwen2.5-VL with random weights, small enough for a test: the real one's architecture, chat template, special tokens
and image processor, a few hundred thousand parameters, and nothing downloaded.

    python3 train/tiny_vlm.py FOLDER

It babbles in pieces of a licence's words. What it says depends on the pixels that it is shown and on nothing but its input.
"""

import json
import sys
from importlib import resources
from pathlib import Path

import torch
from tokenizers import Tokenizer, models, pre_tokenizers, trainers
from transformers import (
    GenerationConfig,
    Qwen2_5_VLConfig,
    Qwen2_5_VLForConditionalGeneration,
    Qwen2_5_VLProcessor,
    Qwen2Tokenizer,
    Qwen2VLImageProcessor,
    Qwen2VLVideoProcessor,
)

# What the vocabulary comes from: a text that nobody edits.
LICENCE = Path(__file__).parents[1] / "LICENSE-APACHE"

# The real one's, in its order.
SPECIAL = [
    f"<|{name}|>"
    for name in (
        "endoftext im_start im_end object_ref_start object_ref_end box_start box_end quad_start quad_end "
        "vision_start vision_end vision_pad image_pad video_pad"
    ).split()
]

# After so many tokens, each makes an end likelier. A reply has to end by itself: one that a server's limit cuts off is
# another case.
TALKATIVE = 48


def tokenizer():
    """Byte-level, with the pairs that are frequent in the licence."""
    learner = Tokenizer(models.BPE())
    learner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=1000, initial_alphabet=alphabet, show_progress=False)
    learner.train([str(LICENCE)], trainer)
    learnt = json.loads(learner.to_str())["model"]
    merges = [tuple(pair) for pair in learnt["merges"]]
    # As the real one's configuration has it: padding is not what ends a turn.
    made = Qwen2Tokenizer(vocab=learnt["vocab"], merges=merges, eos_token="<|im_end|>", pad_token="<|endoftext|>")
    made.add_special_tokens({"additional_special_tokens": SPECIAL})
    return made


def processor():
    template = resources.files("trl").joinpath("chat_templates/qwen2_5_vl.jinja").read_text()
    # Up to 1,024 by 1,024 pixels, which is what we send.
    image = Qwen2VLImageProcessor(min_pixels=56 * 56, max_pixels=1036 * 1036)
    return Qwen2_5_VLProcessor(image, tokenizer(), Qwen2VLVideoProcessor(), chat_template=template)


def model(tokens):
    """A network for these tokens, the same at every call."""
    ids = {name: tokens.convert_tokens_to_ids(name) for name in SPECIAL}
    ends = {"eos_token_id": ids["<|im_end|>"], "pad_token_id": ids["<|endoftext|>"]}
    config = Qwen2_5_VLConfig(
        text_config={
            "vocab_size": len(tokens),
            "hidden_size": 64,
            "intermediate_size": 128,
            "num_hidden_layers": 2,
            "num_attention_heads": 4,
            "num_key_value_heads": 2,
            "rope_parameters": {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [2, 3, 3]},
            # Weights of such a size that a few tokens among thousands count.
            "initializer_range": 0.3,
            "bos_token_id": None,
            **ends,
        },
        vision_config={
            "depth": 2,
            "hidden_size": 64,
            "intermediate_size": 128,
            "num_heads": 4,
            "out_hidden_size": 64,
            "fullatt_block_indexes": [1],
            "initializer_range": 0.3,
        },
        image_token_id=ids["<|image_pad|>"],
        video_token_id=ids["<|video_pad|>"],
        vision_start_token_id=ids["<|vision_start|>"],
        vision_end_token_id=ids["<|vision_end|>"],
        tie_word_embeddings=True,
    )
    torch.manual_seed(0)
    made = Qwen2_5_VLForConditionalGeneration(config)
    # Only ASCII, so that each token is text by itself, and no digits, so that chance does not read those of a test's picture.
    # Byte-level vocabularies write blank and new line as "Ġ" and "Ċ".
    def spoken(piece):
        text = piece.translate({0x120: " ", 0x10A: "\n"})
        return text.isascii() and not any(map(str.isdigit, text))

    unspoken = [at for piece, at in tokens.get_vocab().items() if not spoken(piece)]
    unspoken += [at for at in ids.values() if at != ends["eos_token_id"]]
    made.generation_config = GenerationConfig(
        **ends,
        do_sample=False,
        suppress_tokens=sorted(unspoken),
        # It would say one thing for ever, whatever it saw.
        no_repeat_ngram_size=2,
        exponential_decay_length_penalty=(TALKATIVE, 1.1),
    )
    return made


def save(folder):
    """Writes model and processor as `from_pretrained` reads them."""
    made = processor()
    made.save_pretrained(folder)
    model(made.tokenizer).save_pretrained(folder)


if __name__ == "__main__":
    save(Path(sys.argv[1]))
