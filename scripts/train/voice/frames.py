"""Reads what measure-frames.ts wrote, by speaker, and cuts training examples out of it."""

import glob
import json
import os
from dataclasses import dataclass

import numpy as np

HEAD = 3
BANDS = 72
# Measured every 10 ms; the network works on pairs of frames.
PAIR = 2
# The axis of src/voices/dsp/envelope-shape.ts.
MIN_HZ, MAX_HZ = 60, 11_000
MEL_FACTOR, MEL_CORNER_HZ = 1127, 700
# What the network hears: recordings at 16 kHz reach no higher.
HEARD_HZ = 7600
# Voiced frames this far below the loud ones (95th percentile) are reverberation or noise: 30 dB.
QUIET = np.log(10 ** (30 / 20))
SILENT = -19


def mel(hz):
    return MEL_FACTOR * np.log1p(np.asarray(hz) / MEL_CORNER_HZ)


def band_hz():
    mels = np.linspace(mel(MIN_HZ), mel(MAX_HZ), BANDS)
    return MEL_CORNER_HZ * np.expm1(mels / MEL_FACTOR)


HEARD = int(np.sum(band_hz() < HEARD_HZ))


@dataclass
class Speaker:
    """All that was measured of one voice. `deviations` are shapes without the mean voiced shape."""

    name: str
    wide: bool  # whether the recordings reach beyond 8 kHz
    sings: bool
    voiced: np.ndarray  # [frames] 0 or 1
    loudness: np.ndarray  # [frames] ln amplitude, 0 = the voice's loud frames
    pitch: np.ndarray  # [frames] ln of F0 in Hz / 200, 0 where unvoiced
    median_pitch: float
    deviations: np.ndarray  # [frames × BANDS]
    mean: np.ndarray  # [BANDS]


def read_speakers(folder, singers=(), narrow=("librispeech",), groups=None):
    speakers = []
    for path in sorted(glob.glob(os.path.join(folder, "*.json"))):
        group = os.path.basename(path)[:-5]
        if groups and group not in groups:
            continue
        with open(path) as file:
            index = json.load(file)
        rows = np.fromfile(path[:-5] + ".f32", "f4").reshape(-1, HEAD + BANDS)
        parts, at = {}, 0
        for clip in index:
            parts.setdefault(clip["speaker"], []).append(rows[at : at + clip["frames"]])
            at += clip["frames"]
        for name, clips in parts.items():
            speaker = measured(name, np.concatenate(clips), group not in narrow, name in singers)
            if speaker is not None:
                speakers.append(speaker)
    return speakers


def measured(name, rows, wide, sings, least=200):
    voiced, loudness, f0, shapes = rows[:, 0], rows[:, 1], rows[:, 2], rows[:, HEAD:]
    if voiced.sum() < least:
        return None
    loud = np.percentile(loudness[voiced > 0], 95)
    heard = (voiced > 0) & (loudness > loud - QUIET)
    mean = shapes[heard].mean(axis=0)
    silent = loudness < SILENT
    deviations = np.where(silent[:, None], 0, shapes - mean).astype("f4")
    pitch = np.where(f0 > 0, np.log(np.maximum(f0, 1) / 200), 0).astype("f4")
    return Speaker(
        name=name,
        wide=wide,
        sings=sings,
        voiced=voiced,
        loudness=np.clip(loudness - loud, -8, 2).astype("f4"),
        pitch=pitch,
        median_pitch=float(np.median(pitch[heard])),
        deviations=deviations,
        mean=mean.astype("f4"),
    )


def warp_matrix(factor):
    """[BANDS × BANDS]: moves the formants of an envelope by `factor` (rows give the new bands)."""
    hz = band_hz()
    positions = (mel(hz / factor) - mel(MIN_HZ)) / (mel(MAX_HZ) - mel(MIN_HZ)) * (BANDS - 1)
    return interpolation(np.clip(positions, 0, BANDS - 1))


def interpolation(positions):
    below = np.minimum(positions.astype(int), BANDS - 2)
    share = positions - below
    matrix = np.zeros((len(positions), BANDS), "f4")
    rows = np.arange(len(positions))
    matrix[rows, below] = 1 - share
    matrix[rows, below + 1] += share
    return matrix


def blur_matrix(pitch_hz):
    """What the envelope's measuring loses at a pitch of `pitch_hz`: a triangle of ± one harmonic."""
    hz = band_hz()
    weights = np.maximum(0, 1 - np.abs(hz[:, None] - hz[None]) / pitch_hz)
    weights *= np.gradient(hz)[None]
    return (weights / weights.sum(axis=1, keepdims=True)).astype("f4")
