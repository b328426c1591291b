"""Writes the trained network as the ONNX file that ships.

    python export.py OUT_DIR/player.pt ../../../models/instruments

canto-instruments.onnx: controls [1, frames, 2], instrument [1, instruments] → spectra
[1, frames, partials + bands of noise]."""

import os
import sys

import numpy as np
import onnxruntime
import torch

from net import Player
from notes import INSTRUMENTS


def main(checkpoint, folder):
    state = torch.load(checkpoint, map_location="cpu")
    player = Player()
    player.load_state_dict(state["player"])
    player.eval()
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "canto-instruments.onnx")
    controls = torch.randn(1, 50, 2) + torch.tensor([60.0, 0.0])
    who = torch.eye(len(INSTRUMENTS))[:1]
    torch.onnx.export(
        player, (controls, who), path, input_names=["controls", "instrument"], output_names=["spectra"],
        dynamic_axes={"controls": {1: "frames"}, "spectra": {1: "frames"}}, opset_version=17, dynamo=False,
    )
    longer = torch.cat([controls, controls], dim=1)
    with torch.no_grad():
        expected = player(longer, who).numpy()
    session = onnxruntime.InferenceSession(path)
    found = session.run(None, {"controls": longer.numpy(), "instrument": who.numpy()})[0]
    print(path, os.path.getsize(path), "bytes; largest error", np.abs(found - expected).max(), "dB")


if __name__ == "__main__":
    main(*sys.argv[1:])
