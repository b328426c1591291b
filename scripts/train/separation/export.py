"""A trained checkpoint → the ONNX file that ships: `python export.py RUN_DIR/best.pt canto-separator.onnx`."""

import argparse
import hashlib
from pathlib import Path

import onnx
import torch

from net import BINS, Separator

OPSET = 17


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", help="'random' exports untrained weights, for timing")
    parser.add_argument("onnx", type=Path)
    arguments = parser.parse_args()
    net = Separator().eval()
    if arguments.checkpoint != "random":
        net.load_state_dict(torch.load(arguments.checkpoint, weights_only=True, map_location="cpu")["average"])
    torch.onnx.export(
        net, (torch.randn(1, 4, 64, BINS),), arguments.onnx, opset_version=OPSET, dynamo=False,
        input_names=["spectra"], output_names=["filter"],
        dynamic_axes={"spectra": {2: "frames"}, "filter": {2: "frames"}},
    )  # fmt: skip
    onnx.checker.check_model(str(arguments.onnx))
    data = arguments.onnx.read_bytes()
    print(arguments.onnx, len(data), "bytes, sha256", hashlib.sha256(data).hexdigest())


if __name__ == "__main__":
    main()
