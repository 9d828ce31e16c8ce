"""Trains Omni-IML; `network.py` is the definition that the Rust one is held to."""
