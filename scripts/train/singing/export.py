"""Writes the trained network as the ONNX file that ships.

    python export.py OUT_DIR/singer.pt ../../../models/singing

canto-singer.onnx: phones [1, frames, 5] (indices, as floats), cues [1, frames, 5] →
frames [1, frames, 88]: shape, loudness, voiced, noise."""

import os
import sys

import numpy as np
import onnxruntime
import torch
from torch import nn

from net import Singer
from sentences import CONTEXT, CUES, PHONES


class Exported(nn.Module):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, phones, cues):
        return self.net.frames(phones.long(), cues)


def main(checkpoint, folder):
    net = Singer()
    net.load_state_dict(torch.load(checkpoint, map_location="cpu"))
    module = Exported(net).eval()
    example = features(50)
    path = os.path.join(folder, "canto-singer.onnx")
    torch.onnx.export(
        module, example, path, input_names=["phones", "cues"], output_names=["frames"],
        dynamic_axes={name: {1: "frames"} for name in ("phones", "cues", "frames")}, opset_version=17, dynamo=False,
    )
    longer = features(130)
    with torch.no_grad():
        expected = module(*longer).numpy()
    session = onnxruntime.InferenceSession(path)
    found = session.run(None, {"phones": longer[0].numpy(), "cues": longer[1].numpy()})[0]
    print(path, os.path.getsize(path), "bytes; largest error", np.abs(found - expected).max())


def features(frames):
    phones = torch.randint(len(PHONES), (1, frames, len(CONTEXT))).float()
    return phones, torch.rand(1, frames, CUES)


if __name__ == "__main__":
    main(*sys.argv[1:])
