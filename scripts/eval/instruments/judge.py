"""Judges the timbre of what `npm run eval:instruments -- OUT_DIR` rendered. Wants the packages of
scripts/train/instruments/requirements.txt.

    python scripts/eval/instruments/judge.py --list ../shared OUT_DIR   # before it: which notes are held out
    python scripts/eval/instruments/judge.py ../shared OUT_DIR          # after it: the tables

A small classifier learns the six instruments from real notes that the network was never shown, and is asked
what plays the hums. It is tried on other real notes first."""

import json
import os
import sys

import numpy as np
import soxr
import torch

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../train/instruments"))
from notes import INSTRUMENTS, held_out_pitches, note_files, read_mono  # noqa: E402

RATE = 32_000
MELS = 48
# Windows of half a second are told apart.
PIECE_FRAMES, HOP, N_FFT = 32, 512, 2048
SCALES = (2048, 1024, 512, 256, 128, 64)
NOTES_PER_INSTRUMENT = 6


def main(arguments):
    if arguments[0] == "--list":
        return list_held_out(*arguments[1:])
    shared, out = arguments
    files = list(note_files(os.path.join(shared, "data/instruments")))
    held = held_out_pitches(files)
    unseen = [(i, p) for i, p, pitch in files if pitch in held[i]]
    seen = [(i, p) for i, p, pitch in files if pitch not in held[i]]
    classifier = learn([(INSTRUMENTS.index(i), pieces_of(*read_mono(p))) for i, p in unseen])
    print("real notes, which the classifier was not shown:")
    table([(i, p) for i, p in seen[::4]], classifier)
    for hum in ("vocadito_1", "vocadito_14"):
        print(f"what plays {hum}:")
        table([(i, f"{out}/hum-{hum}-{i}.wav") for i in INSTRUMENTS], classifier)
    distances(out)


def chosen(shared):
    """Some held-out notes of every instrument, evenly."""
    files = list(note_files(os.path.join(shared, "data/instruments")))
    held = held_out_pitches(files)
    for instrument in INSTRUMENTS:
        own = [(p, pitch) for i, p, pitch in files if i == instrument and pitch in held[i]]
        for path, pitch in own[:: max(1, len(own) // NOTES_PER_INSTRUMENT)][:NOTES_PER_INSTRUMENT]:
            name = f"{instrument}-{pitch}-{os.path.basename(path)[:-5]}"
            yield {"instrument": instrument, "path": os.path.abspath(path), "name": name, "pitch": pitch}


def list_held_out(shared, out):
    os.makedirs(out, exist_ok=True)
    with open(os.path.join(out, "held-out.json"), "w") as file:
        json.dump(list(chosen(shared)), file, indent=1)


def mel_matrix():
    hz = np.fft.rfftfreq(N_FFT, 1 / RATE)
    mel = lambda f: 2595 * np.log10(1 + f / 700)
    places = (mel(hz) - mel(60)) / (mel(14_000) - mel(60)) * (MELS + 1)
    return np.maximum(0, 1 - np.abs(places[:, None] - np.arange(1, MELS + 1)))


MEL = mel_matrix()


def pieces_of(samples, sample_rate):
    """Means and spreads of log mel spectra without their level, half a second each, where something sounds."""
    x = soxr.resample(samples, sample_rate, RATE)
    x = np.pad(x, N_FFT // 2)
    frames = np.lib.stride_tricks.sliding_window_view(x, N_FFT)[::HOP] * np.hanning(N_FFT)
    power = np.abs(np.fft.rfft(frames)) ** 2 @ MEL
    loud = power.sum(axis=1)
    mel = 10 * np.log10(power + 1e-4 * loud.max() / MELS * 1e-2)
    mel = mel[loud > 1e-3 * loud.max()]
    mel -= mel.mean(axis=1, keepdims=True)
    pieces = [mel[t : t + PIECE_FRAMES] for t in range(0, max(1, len(mel) - PIECE_FRAMES // 2), PIECE_FRAMES // 2)]
    return np.array([np.concatenate([p.mean(axis=0) / 10, p.std(axis=0) / 5]) for p in pieces if len(p) > 3], "f4")


def learn(notes):
    torch.manual_seed(1)
    torch.set_num_threads(1)
    x = torch.from_numpy(np.concatenate([pieces for _, pieces in notes]))
    y = torch.tensor(np.concatenate([[label] * len(pieces) for label, pieces in notes]))
    weight = 1 / torch.bincount(y, minlength=len(INSTRUMENTS)).float()
    net = torch.nn.Sequential(torch.nn.Linear(x.shape[1], 48), torch.nn.ReLU(), torch.nn.Dropout(0.3), torch.nn.Linear(48, len(INSTRUMENTS)))
    optimiser = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=0.05)
    for _ in range(600):
        noisy = x + 0.05 * torch.randn_like(x)
        loss = torch.nn.functional.cross_entropy(net(noisy), y, weight=weight / weight.mean())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    net.eval()
    return net


def table(items, classifier):
    """Share of half-second pieces that are named right, per instrument, and what the rest is called."""
    print("| instrument | pieces | named right | else |\n| --- | --- | --- | --- |")
    for label, instrument in enumerate(INSTRUMENTS):
        paths = [path for i, path in items if i == instrument and os.path.exists(path)]
        if not paths:
            continue
        pieces = np.concatenate([pieces_of(*read_mono(path)) for path in paths])
        with torch.no_grad():
            named = classifier(torch.from_numpy(pieces)).argmax(dim=1).numpy()
        wrong = np.bincount(named[named != label], minlength=len(INSTRUMENTS))
        most = INSTRUMENTS[wrong.argmax()] if wrong.any() else ""
        print(f"| {instrument} | {len(pieces)} | {np.mean(named == label):.3f} | {most} |")


def distances(out):
    """Multi-scale spectral distance of renderings to the real notes, both at one level: mean over scales of
    |difference| / sum, and mean |difference| of logarithms in dB."""
    with open(os.path.join(out, "held-out.json")) as file:
        notes = json.load(file)
    print("| instrument | of | notes | spectral convergence | log distance |\n| --- | --- | --- | --- | --- |")
    for instrument in INSTRUMENTS:
        for kind, prefix in (("network", "note"), ("SoundFont", "font")):
            scores = []
            for note in notes:
                path = f"{out}/{prefix}-{note['name']}.wav"
                if note["instrument"] == instrument and os.path.exists(path):
                    scores.append(distance(*read_mono(note["path"]), *read_mono(path)))
            if scores:
                mean = np.mean(scores, axis=0)
                print(f"| {instrument} | {kind} | {len(scores)} | {mean[0]:.2f} | {mean[1]:.1f} dB |")


def distance(real, real_rate, made, made_rate):
    real, made = (soxr.resample(x, rate, RATE) for x, rate in ((real, real_rate), (made, made_rate)))
    length = min(len(real), len(made))
    real, made = real[:length], made[:length]
    made = made * np.sqrt((real**2).sum() / ((made**2).sum() + 1e-12))
    linear, log = [], []
    for size in SCALES:
        a, b = spectra(real, size), spectra(made, size)
        linear.append(np.abs(a - b).sum() / a.sum())
        floor = 1e-3 * a.max()
        log.append(np.abs(20 * np.log10((a + floor) / (b + floor))).mean())
    return np.mean(linear), np.mean(log)


def spectra(x, size):
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(x, size), size)[:: size // 4]
    return np.abs(np.fft.rfft(frames * np.hanning(size)))


if __name__ == "__main__":
    main(sys.argv[1:])
