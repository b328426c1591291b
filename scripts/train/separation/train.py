"""Trains the separator on endless mixtures: `python train.py CLIPS_DIR RUN_DIR --songs ../../../../shared/audio/stems`.

Uses a GPU where there is one. Stopped at any moment it goes on from its last checkpoint; `--steps` may be changed
between, which moves the final decay of the learning rate. Keeps RUN_DIR/last.pt and best.pt (the averaged weights that
did best on the development songs) and writes RUN_DIR/log.tsv."""

import argparse
import copy
import time
from pathlib import Path

import torch

from development import development_songs, improvement
from mixtures import Mixtures
from net import Separator
from spectra import HOP, filtered, to_spectra

FRAMES = 128
WARM_UP_STEPS = 200
# The learning rate stays, then falls to nothing over this share of the steps.
DECAY_SHARE = 0.4
AVERAGE_OVER_STEPS = 500
# An error 40 dB below the mix is good enough to look elsewhere.
LEAST_ERROR = 1e-4
MAGNITUDE_WEIGHT = 0.3
CHECK_EVERY = 250


def main():
    arguments = parse_arguments()
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    arguments.run.mkdir(parents=True, exist_ok=True)
    net = Separator().to(device, memory_format=torch.channels_last)
    average = copy.deepcopy(net).eval()
    optimiser = torch.optim.AdamW(net.parameters(), arguments.rate, weight_decay=0.05)
    state = {"step": 0, "best": -100.0, "seconds": 0.0}
    last = arguments.run / "last.pt"
    if last.exists():
        saved = torch.load(last, weights_only=True, map_location=device)
        net.load_state_dict(saved["net"])
        average.load_state_dict(saved["average"])
        optimiser.load_state_dict(saved["optimiser"])
        state = saved["state"]
    mixtures = Mixtures(arguments.clips, [arguments.seed, state["step"]])
    songs = development_songs(arguments.songs) if arguments.songs else {}
    started, losses = time.time() - state["seconds"], []
    while state["step"] < arguments.steps:
        for group in optimiser.param_groups:
            group["lr"] = arguments.rate * schedule(state["step"], arguments.steps)
        losses.append(train_step(net, optimiser, mixtures.batch(arguments.batch, (FRAMES - 1) * HOP), device))
        update_average(average, net, state["step"])
        state["step"] += 1
        if state["step"] % CHECK_EVERY == 0 or state["step"] == arguments.steps:
            state["seconds"] = time.time() - started
            check(average, songs, state, sum(losses) / len(losses), arguments.run)
            losses.clear()
            save(last, {"net": net.state_dict(), "average": average.state_dict(), "optimiser": optimiser.state_dict(), "state": state})


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clips", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--songs", type=Path, help="folder of the development songs")
    parser.add_argument("--steps", type=int, default=9000)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


def schedule(step, steps):
    return min((step + 1) / WARM_UP_STEPS, 1, (steps - step) / (DECAY_SHARE * steps))


def train_step(net, optimiser, batch, device):
    net.train()
    voice, band = (to_spectra(torch.from_numpy(sound).to(device)) for sound in batch)
    mix = voice + band
    with torch.autocast(device, torch.bfloat16):
        matrix = net(mix)
    loss = separation_loss(filtered(mix, matrix), voice, mix)
    optimiser.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    optimiser.step()
    return loss.item()


def separation_loss(estimate, voice, mix):
    """The error's level below the mix in tens of dB, each item alike, and the error of compressed magnitudes of voice
    and band, which minds what is quiet."""
    error = (estimate - voice).square().sum((1, 2, 3)) / mix.square().sum((1, 2, 3))
    level = torch.log10(error + LEAST_ERROR).mean()
    voice_error = (compressed(estimate) - compressed(voice)).abs().mean((1, 2, 3))
    band_error = (compressed(mix - estimate) - compressed(mix - voice)).abs().mean((1, 2, 3))
    return level + MAGNITUDE_WEIGHT * ((voice_error + band_error) / compressed(mix).mean((1, 2, 3))).mean()


def compressed(spectra):
    """The square roots of the magnitudes of mid and side."""
    pairs = spectra.unflatten(1, (2, 2)).square().sum(2)
    return (pairs + 1e-4).pow(0.25)


@torch.no_grad()
def update_average(average, net, step):
    """Weights by an exponential mean, statistics of the normalisation likewise."""
    keep = min(1 - 1 / AVERAGE_OVER_STEPS, (1 + step) / (10 + step))
    for mean, new in zip(average.state_dict().values(), net.state_dict().values()):
        mean.lerp_(new, 1 - keep) if mean.is_floating_point() else mean.copy_(new)


def check(average, songs, state, loss, run):
    gains = {name: improvement(average, *parts) for name, parts in songs.items()}
    score = sum(sum(pair) for pair in gains.values()) / max(1, 2 * len(gains))
    figures = "\t".join(f"{name} {voice:.2f} / {band:.2f}" for name, (voice, band) in gains.items())
    line = f"{state['step']}\t{state['seconds']:.0f} s\tloss {loss:.4f}\t{score:.3f}\t{figures}"
    print(line, flush=True)
    with open(run / "log.tsv", "a") as log:
        print(line, file=log)
    if score > state["best"]:
        state["best"] = score
        save(run / "best.pt", {"average": average.state_dict(), "step": state["step"], "score": score})


def save(path, data):
    partial = path.with_suffix(".part")
    torch.save(data, partial)
    partial.rename(path)


if __name__ == "__main__":
    main()
