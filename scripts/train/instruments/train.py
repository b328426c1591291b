"""Trains the network that plays instruments.

    python train.py notes.npz OUT_DIR --minutes 45

It learns the measured partials and noise of single notes, in decibels weighted by what can be heard. What
single notes don't have is made from them: slurs (two notes joined by a glide of 20–150 ms), other tunings
(±1.5 semitones), vibrato, and swells."""

import argparse
import copy
import os
import time

import numpy as np
import torch

from measure import HIGHEST_PARTIAL_HZ, NOISE_BANDS, PARTIALS, loudness_of, midi
from net import Player
from notes import INSTRUMENTS

BATCH, FRAMES = 16, 192
LOUDNESS_SCALE_DB, SOFTEST = 20, -4
# The level that a note's loudest frames reach when it is played loud: this quantile of all frames.
FORTE_QUANTILE = 0.9
# What lies so far below the loudest component of its frame counts half.
HALF_HEARD_DB = 45
AVERAGED = 0.999


def main():
    options = parse()
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    notes = Notes(np.load(options.notes))
    random = np.random.default_rng(options.seed)
    model = Player()
    average = copy.deepcopy(model)
    print(sum(p.numel() for p in model.parameters()), "parameters", flush=True)
    optimiser = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.01)
    started, step, recent = time.time(), 0, []
    while (elapsed := (time.time() - started) / 60 / options.minutes) < 1:
        for group in optimiser.param_groups:
            group["lr"] = 2e-3 * min(1, (step + 1) / 200) * (0.5 + 0.5 * np.cos(np.pi * elapsed))
        loss = error(model, batch([notes.example(random) for _ in range(BATCH)]))
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1)
        optimiser.step()
        blend(average, model, min(AVERAGED, 1 - 1 / (step + 2)))
        recent.append(loss.item())
        step += 1
        if step % 200 == 0:
            print(step, f"{elapsed:.3f} trained {np.mean(recent):.3f}", *notes.judge(average), flush=True)
            recent = []
            save(average, notes, options.out)
    save(average, notes, options.out)


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("notes")
    parser.add_argument("out")
    parser.add_argument("--minutes", type=float, default=45)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    return options


class Notes:
    """The measured notes; examples are made of those that aren't held out."""

    def __init__(self, data):
        starts = np.concatenate([[0], np.cumsum(data["frames"])])
        self.columns = {name: data[name] for name in ("f0", "loudness", "partials", "noise")}
        self.instrument, self.held_out = data["instrument"], data["held_out"]
        self.spans = list(zip(starts, starts[1:]))
        trained = np.flatnonzero(~self.held_out)
        self.of = [trained[self.instrument[trained] == i] for i in range(len(INSTRUMENTS))]
        self.forte = [
            np.quantile(np.concatenate([self.note(n)["loudness"] for n in of]), FORTE_QUANTILE)
            for of in self.of
        ]

    def note(self, which):
        start, end = self.spans[which]
        return {name: values[start:end] for name, values in self.columns.items()}

    def example(self, random):
        instrument = random.integers(len(INSTRUMENTS))
        piece = self.piece(random, instrument, FRAMES)
        if random.random() < 0.5:
            piece = slur(random, piece, self.piece(random, instrument, FRAMES))
        piece = retune(random, swell(random, piece))
        return self.as_tensors(instrument, piece)

    def piece(self, random, instrument, frames):
        """Some of a note; in half of the cases with its beginning."""
        note = self.note(random.choice(self.of[instrument]))
        length = len(note["f0"])
        spare = max(0, length - frames)
        start = -random.integers(0, 20) if random.random() < 0.5 else random.integers(-10, spare + 30)
        at = np.arange(start, start + frames)
        piece = {name: values[np.clip(at, 0, length - 1)].copy() for name, values in note.items()}
        silent = (at < 0) | (at >= length)
        for name in ("loudness", "partials", "noise"):
            piece[name][silent] = -120
        return piece

    def as_tensors(self, instrument, piece):
        loudness = loudness_of(piece["f0"], piece["partials"], piece["noise"])
        relative = (loudness - self.forte[instrument]) / LOUDNESS_SCALE_DB
        controls = np.stack([midi(piece["f0"]), np.maximum(relative, SOFTEST)], axis=1)
        wanted = np.concatenate([piece["partials"], piece["noise"]], axis=1) - loudness[:, None]
        reach = piece["f0"][:, None] * np.arange(1, PARTIALS + 1) < HIGHEST_PARTIAL_HZ
        below = wanted - wanted.max(axis=1, keepdims=True)
        heard = 1 / (1 + 10 ** (-(below + HALF_HEARD_DB) / 20)) + 0.03
        heard[:, :PARTIALS] *= reach
        heard *= np.clip((relative + 3.5) / 1.5, 0, 1)[:, None]
        return controls, np.eye(len(INSTRUMENTS))[instrument], np.maximum(wanted, -90), heard

    def judge(self, model):
        """The error on held-out notes, per instrument."""
        errors = []
        for i in range(len(INSTRUMENTS)):
            held = [n for n in np.flatnonzero(self.held_out) if self.instrument[n] == i]
            with torch.no_grad():
                found = [error(model, batch([self.as_tensors(i, self.note(n))])).item() for n in held[::3]]
            errors.append(f"{INSTRUMENTS[i]} {np.mean(found):.2f}")
        return errors


def slur(random, first, second):
    """One note after another without a new attack: both sounding, joined by a glide."""
    length = len(first["f0"])
    centre, half = random.integers(40, length - 40), random.uniform(1, 7.5)
    share = 1 / (1 + np.exp(-(np.arange(length) - centre) / half * 3))
    # The second note is taken from where it sounds.
    shift = random.integers(30, 60)
    second = {n: np.concatenate([v[shift:], np.repeat(v[-1:], shift, 0)]) for n, v in second.items()}
    return {
        name: np.exp(mix(np.log(first[name]), np.log(second[name]), share))
        if name == "f0"
        else mix(first[name], second[name], share)
        for name in first
    }


def mix(a, b, share):
    return a * (1 - (share[:, None] if a.ndim > 1 else share)) + b * (share[:, None] if a.ndim > 1 else share)


def retune(random, piece):
    """Another pitch of the same spectrum, with vibrato in a third of the cases."""
    semitones = np.full(len(piece["f0"]), random.uniform(-1.5, 1.5))
    if random.random() < 0.33:
        rate, depth = random.uniform(4, 7), random.uniform(0.1, 0.7)
        phase = random.uniform(0, 6.3)
        semitones += depth * np.sin(2 * np.pi * rate * np.arange(len(semitones)) / 100 + phase)
    return {**piece, "f0": piece["f0"] * 2 ** (semitones / 12)}


def swell(random, piece):
    """Slow changes of level of up to 4 dB that leave the timbre alone."""
    knots = random.uniform(-4, 4, 5)
    gain = np.interp(np.linspace(0, 4, len(piece["f0"])), np.arange(5), knots)
    return {**piece, "partials": piece["partials"] + gain[:, None], "noise": piece["noise"] + gain[:, None]}


def batch(examples):
    return [torch.from_numpy(np.stack(parts).astype("f4")) for parts in zip(*examples)]


def error(model, examples):
    """Mean error of what is heard, dB."""
    controls, instrument, wanted, heard = examples
    found = model(controls, instrument)
    difference = torch.nn.functional.smooth_l1_loss(found, wanted, reduction="none", beta=2.0)
    return (difference * heard).sum() / heard.sum().clamp(min=1)


def blend(average, model, keep):
    with torch.no_grad():
        for kept, new in zip(average.parameters(), model.parameters()):
            kept.lerp_(new, 1 - keep)


def save(model, notes, folder):
    path = os.path.join(folder, "player.pt")
    torch.save({"player": model.state_dict(), "forte": [float(f) for f in notes.forte]}, path + ".part")
    os.replace(path + ".part", path)


if __name__ == "__main__":
    main()
