"""Writes the trained network as the two ONNX files that ship.

    python export.py OUT_DIR/voice.pt ../../../models/voices

canto-voice.onnx: frames [1, pairs, 2·(heard bands + 3)], cues [1, pairs, 6], voice [1, 96] →
shapes [1, pairs, 2·bands], without the voice's mean shape.
canto-voice-encoder.onnx: frames, voiced [1, pairs] → voice [1, 96]."""

import os
import sys

import numpy as np
import onnxruntime
import torch
from torch import nn

from frames import HEARD, PAIR
from net import CUES, VOICE, ContentEncoder, Decoder, VoiceEncoder


class Converter(nn.Module):
    def __init__(self, content, decoder):
        super().__init__()
        self.content, self.decoder = content, decoder

    def forward(self, frames, cues, voice):
        return self.decoder(self.content(frames), cues, voice)


def main(checkpoint, folder):
    state = torch.load(checkpoint, map_location="cpu")
    content, voice, decoder = ContentEncoder(), VoiceEncoder(), Decoder()
    for name, module in (("content", content), ("voice", voice), ("decoder", decoder)):
        module.load_state_dict(state[name])
        module.eval()
    frames = torch.randn(1, 50, PAIR * (HEARD + CUES))
    write(
        Converter(content, decoder),
        {"frames": frames, "cues": torch.randn(1, 50, PAIR * CUES), "voice": torch.randn(1, VOICE)},
        ("shapes", ("frames", "cues", "shapes")),
        os.path.join(folder, "canto-voice.onnx"),
    )
    write(
        voice,
        {"frames": frames, "voiced": torch.ones(1, 50)},
        ("voice", ("frames", "voiced")),
        os.path.join(folder, "canto-voice-encoder.onnx"),
    )


def write(module, inputs, naming, path):
    """Exports, and holds the result against PyTorch at another length."""
    output, timed = naming
    module.eval()
    torch.onnx.export(
        module, tuple(inputs.values()), path, input_names=list(inputs), output_names=[output],
        dynamic_axes={name: {1: "pairs"} for name in timed}, opset_version=17, dynamo=False,
    )
    longer = {n: torch.cat([x, x], dim=1) if n in timed else x for n, x in inputs.items()}
    with torch.no_grad():
        expected = module(*longer.values()).numpy()
    session = onnxruntime.InferenceSession(path)
    found = session.run(None, {n: x.numpy() for n, x in longer.items()})[0]
    print(path, os.path.getsize(path), "bytes; largest error", np.abs(found - expected).max())


if __name__ == "__main__":
    main(*sys.argv[1:])
