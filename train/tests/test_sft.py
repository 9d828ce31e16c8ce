"""What `omni-iml sft-export` writes, given to those that it is written for: twenty steps of fine-tuning with TRL, and the
rules of LLaMA-Factory and ms-swift, whose packages want other versions of everything.

OMNI_IML_SFT_EXPORT names a folder that was exported: the stage `model-server` of `cargo xtask test` gives the one that the
exporter's own test writes (`tests/annotate/export.rs`, OMNI_IML_SFT_OUT).
"""

import json
import os
import re
from pathlib import Path

import pytest

os.environ["HF_HUB_OFFLINE"] = "1"
datasets = pytest.importorskip("datasets", reason="train/requirements-vlm.txt is not installed")
tiny_vlm = pytest.importorskip("tiny_vlm", reason="train/requirements-vlm.txt is not installed")
trl = pytest.importorskip("trl", reason="train/requirements-vlm.txt is not installed")

ROLES = ["system", "user", "assistant"]
STEPS = 20


@pytest.fixture(scope="module")
def export():
    named = os.environ.get("OMNI_IML_SFT_EXPORT")
    if not named:
        pytest.skip("OMNI_IML_SFT_EXPORT names no export")
    return Path(named)


def conversations(export, path, cache):
    """A file's rows, with their pictures decoded, by the library that all three stacks read with."""
    rows = datasets.load_dataset("json", data_files=str(path), split="train", cache_dir=str(cache))
    placed = rows.map(lambda row: {"images": [str(export / image) for image in row["images"]]})
    return placed.cast_column("images", datasets.List(datasets.Image()))


def files(export, kind):
    found = sorted((export / kind).iterdir())
    assert found, f"{kind}: nothing was exported"
    return found


@pytest.mark.parametrize("kind", ["trl", "ms-swift", "llama-factory"])
def test_every_file_loads_with_its_pictures(export, tmp_path, kind):
    for path in files(export, kind):
        rows = conversations(export, path, tmp_path)
        assert len(rows) > 0
        for row in rows:
            assert [message["role"] for message in row["messages"]] == ROLES
            [picture] = row["images"]
            assert picture.format == "JPEG" and max(picture.size) <= 2048 and not picture.getexif()
            assert len({shade for band in picture.convert("RGB").getextrema() for shade in band}) > 1, "an empty picture"


def test_the_formats_say_the_same(export):
    for path in files(export, "trl"):
        mode = path.stem
        rich = [json.loads(line) for line in path.open(encoding="utf-8")]
        swift = [json.loads(line) for line in (export / f"ms-swift/{mode}.jsonl").open(encoding="utf-8")]
        factory = json.loads((export / f"llama-factory/{mode}.json").read_text(encoding="utf-8"))
        assert swift == factory and len(rich) == len(swift)
        for blocks, plain in zip(rich, swift):
            assert blocks["images"] == plain["images"]
            said = ["".join(block.get("text", "<image>") for block in message["content"]) for message in blocks["messages"]]
            assert said == [message["content"] for message in plain["messages"]]


def test_ms_swift_and_llama_factory_find_one_picture_and_an_answer(export):
    for path in files(export, "ms-swift"):
        for line in path.open(encoding="utf-8"):
            row = json.loads(line)
            system, user, assistant = (message["content"] for message in row["messages"])
            # Both put a picture wherever this stands, so it stands once.
            assert user.startswith("<image>") and (system + user + assistant).count("<image>") == len(row["images"]) == 1
            # Nothing that begins a stack's own signs: videos, ends of turns.
            assert "<" not in assistant
            answer = json.loads(assistant)
            assert list(answer) == ["tampered", "domain", "regions", "summary"] and "\n" not in assistant
            # Paths hold wherever the folder lies.
            assert all(re.fullmatch(r"[\w./-]+", image) and not image.startswith("/") for image in row["images"])


def test_llama_factory_is_told_of_every_file(export):
    known = json.loads((export / "dataset_info.json").read_text(encoding="utf-8"))
    written = {f"llama-factory/{path.name}" for path in files(export, "llama-factory")}
    assert {entry["file_name"] for entry in known.values()} == written
    for name, entry in known.items():
        # Its names for columns and roles are others unless they are given, all of them.
        assert entry["formatting"] == "sharegpt" and name == f"omni_iml_{Path(entry['file_name']).stem}"
        [row, *_] = json.loads((export / entry["file_name"]).read_text(encoding="utf-8"))
        tags = entry["tags"]
        roles = [message[tags["role_tag"]] for message in row[entry["columns"]["messages"]]]
        assert roles == [tags["system_tag"], tags["user_tag"], tags["assistant_tag"]]
        assert all(tags["content_tag"] in message for message in row["messages"]) and row[entry["columns"]["images"]]


def test_twenty_steps_with_trl_lower_the_loss(export, tmp_path):
    from transformers import AutoModelForImageTextToText, AutoProcessor

    [path, *_] = files(export, "trl")
    rows = conversations(export, path, tmp_path)
    tiny_vlm.save(tmp_path / "model")
    model = AutoModelForImageTextToText.from_pretrained(tmp_path / "model")
    before = {name: weight.clone() for name, weight in model.named_parameters()}
    trainer = trl.SFTTrainer(
        model=model,
        processing_class=AutoProcessor.from_pretrained(tmp_path / "model"),
        # The same few again and again: what is learnt is whether they are learnt.
        train_dataset=rows.select(range(min(2, len(rows)))),
        args=trl.SFTConfig(
            output_dir=str(tmp_path / "out"),
            max_steps=STEPS,
            per_device_train_batch_size=1,
            learning_rate=3e-3,
            lr_scheduler_type="constant",
            # A picture's tokens must not be cut off.
            max_length=None,
            assistant_only_loss=True,
            activation_checkpointing=False,
            logging_steps=1,
            save_strategy="no",
            report_to="none",
            disable_tqdm=True,
            use_cpu=True,
            bf16=False,
            seed=0,
        ),
    )
    trainer.train()
    losses = [entry["loss"] for entry in trainer.state.log_history if "loss" in entry]
    assert len(losses) == STEPS
    first, last = sum(losses[:3]) / 3, sum(losses[-3:]) / 3
    print(f"loss {first:.2f}, after {STEPS} steps {last:.2f}")
    assert last < 0.8 * first
    # What sees has learnt too: the pictures were in it.
    moved = {name for name, weight in model.named_parameters() if not weight.equal(before[name])}
    assert any("visual.patch_embed" in name for name in moved), "no gradient came to the pictures"
