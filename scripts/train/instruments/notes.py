"""The recordings: which file is which note of which instrument, and which notes are held out."""

import glob
import os
import re

import numpy as np
import soundfile

# The order is that of the network's input `instrument`.
INSTRUMENTS = (
    "cello",
    "flute",
    "soprano-sax",
    "alto-sax",
    "tenor-sax",
    "baritone-sax",
)
# Of each instrument, every fourth pitch (all its dynamics) is never trained on.
HELD_OUT_EVERY = 4

# What a saxophone's file name says, and the MIDI number of its key 0.
SAXOPHONES = {
    "sop": ("soprano-sax", 55),
    "alt": ("alto-sax", 48),
    "ten": ("tenor-sax", 43),
    "bar": ("baritone-sax", 35),
}
FLUTE_STEPS = {1: 0, 3: 3, 4: 6, 6: 9}
PITCH_CLASSES = {"C": 0, "Eb": 3, "Gb": 6, "A": 9}


def note_files(folder):
    """(instrument, path, MIDI number) of every sustained or detached note in `folder`."""
    for path in sorted(glob.glob(os.path.join(folder, "cello", "s*", "*.opus"))):
        name = re.match(r"([A-G]b?)(\d)_", os.path.basename(path))
        # The library's "C1" is the open C string, MIDI 36.
        yield "cello", path, 12 * (int(name[2]) + 2) + PITCH_CLASSES[name[1]]
    for path in sorted(glob.glob(os.path.join(folder, "flute", "*.opus"))):
        name = re.match(r"(nor|det)_[fmp]_(\d)_(\d)", os.path.basename(path))
        if name:
            yield "flute", path, 48 + 12 * int(name[2]) + FLUTE_STEPS[int(name[3])]
    for path in sorted(glob.glob(os.path.join(folder, "saxophone", "*.opus"))):
        name = re.match(r"(sop|alt|ten|bar)_[fmp]_(\d+)", os.path.basename(path))
        if name:
            instrument, lowest = SAXOPHONES[name[1]]
            yield instrument, path, lowest + int(name[2])


def held_out_pitches(files):
    """instrument → the pitches that are held out."""
    pitches = {}
    for instrument, _, pitch in files:
        pitches.setdefault(instrument, set()).add(pitch)
    return {name: set(sorted(found)[2::HELD_OUT_EVERY]) for name, found in pitches.items()}


def read_mono(path):
    samples, sample_rate = soundfile.read(path, always_2d=True)
    return np.ascontiguousarray(samples.mean(axis=1)), sample_rate
