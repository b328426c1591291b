"""The measured frames of the read sentences beside their aligned phones, as the network takes them;
src/songs/singing/acoustic-model.ts makes the same features."""

import json
import os
import re
import sys

import numpy as np

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../voice"))
from frames import BANDS, HEAD, QUIET, SILENT  # noqa: E402

NOISE_BANDS = 14
FRAME = 0.01
VOWELS = "AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW".split()
CONSONANTS = "B CH D DH F G HH JH K L M N NG P R S SH T TH V W Y Z ZH".split()
# Index 0 is silence; an unstressed AH is a phone of its own.
PHONES = ["SIL", *CONSONANTS, *VOWELS, "AH0"]
CONTEXT = (-2, -1, 0, 1, 2)
# Frames from the start and to the end of a phone are counted no further.
FARTHEST = 12
LONGEST = 30
CUES = 5
# Beside the shape: loudness, voiced, noise.
OUTPUTS = BANDS + 2 + NOISE_BANDS


def phone_id(phone):
    return PHONES.index(phone if phone == "AH0" else re.sub(r"\d", "", phone))


def stress(phone):
    return 1.0 if phone.endswith("1") else 0.5 if phone.endswith("2") else 0.0


def read_sentences(frames, alignment):
    """By sentence: name, ids [T × 5], cues [T × 5], targets [T × OUTPUTS], weights [T × OUTPUTS]."""
    with open(frames + ".json") as file:
        index = json.load(file)
    with open(alignment) as file:
        aligned = json.load(file)
    rows = np.fromfile(frames + ".f32", "f4").reshape(-1, HEAD + BANDS + NOISE_BANDS)
    loud = np.percentile(rows[rows[:, 0] > 0, 1], 95)
    sentences, at = [], 0
    for clip in index:
        own = rows[at : at + clip["frames"]]
        at += clip["frames"]
        if clip["file"] in aligned:
            ids, cues = features(*bounds(aligned[clip["file"]], len(own)))
            sentences.append((clip["file"], ids, cues, *targets(own, loud)))
    return sentences


def bounds(phones, frames):
    """Names and first frames of all phones, silence around them; the last bound is the length."""
    names = ["SIL"] + [name for name, _, _ in phones] + ["SIL"]
    starts = [0] + [round(start / FRAME) for _, start, _ in phones] + [round(phones[-1][2] / FRAME)]
    starts = np.maximum.accumulate(np.minimum(starts, frames))
    return names, np.append(starts, frames)


def features(names, starts):
    ids = np.array([phone_id(name) for name in names])
    padded = np.pad(ids, 2)
    frames = int(starts[-1])
    neighbours, cues = np.zeros((frames, len(CONTEXT)), "i8"), np.zeros((frames, CUES), "f4")
    for p, name in enumerate(names):
        first, last = int(starts[p]), int(starts[p + 1])
        length = last - first
        if length == 0:
            continue
        place = np.arange(length)
        neighbours[first:last] = padded[[p + 2 + c for c in CONTEXT]]
        cues[first:last, 0] = np.minimum(place, FARTHEST) / FARTHEST
        cues[first:last, 1] = np.minimum(length - 1 - place, FARTHEST) / FARTHEST
        cues[first:last, 2] = (place + 0.5) / length
        cues[first:last, 3] = min(length, LONGEST) / LONGEST
        cues[first:last, 4] = stress(name)
    return neighbours, cues


def targets(rows, loud):
    voiced, loudness, shapes = rows[:, :1], rows[:, 1:2], rows[:, HEAD : HEAD + BANDS]
    heard = (loudness > SILENT).astype("f4")
    # Voiced frames that are very quiet are reverberation.
    clear = heard * np.where((voiced > 0) & (loudness < loud - QUIET), 0.1, 1)
    level = np.clip(loudness - loud, -8, 2)
    values = np.concatenate([shapes, level, voiced, rows[:, HEAD + BANDS :]], axis=1)
    weights = np.concatenate(
        [np.repeat(clear, BANDS, 1), np.ones_like(voiced), heard, np.repeat(voiced, NOISE_BANDS, 1)], axis=1
    )
    return values.astype("f4"), weights.astype("f4")
