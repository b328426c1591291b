"""Speech made to sing: its syllables stretched and set to the notes of a melody by WORLD (Morise et al., 2016)."""

import numpy as np
import pyworld

from recordings import SAMPLE_RATE, to_int16

FRAME_MS = 5.0
SCALES = ((0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10), (0, 2, 4, 7, 9), (0, 3, 5, 7, 10))
PORTAMENTO_SECONDS = 0.06
VIBRATO_AFTER_SECONDS = 0.25


def sing(speech, rng):
    """`speech` [samples] in ±1 → what is sung, [samples] int16, longer than the speech. None where there is no voice."""
    samples = speech.astype(np.float64)
    f0, times = pyworld.dio(samples, SAMPLE_RATE, f0_floor=60, f0_ceil=500, frame_period=FRAME_MS)
    f0 = pyworld.stonemask(samples, f0, times, SAMPLE_RATE)
    voiced = f0 > 0
    if voiced.mean() < 0.2:
        return None
    envelope = pyworld.cheaptrick(samples, f0, times, SAMPLE_RATE)
    aperiodicity = pyworld.d4c(samples, f0, times, SAMPLE_RATE)
    frames = stretched_frames(voiced, rng)
    low, high = np.floor(frames).astype(int), np.minimum(np.floor(frames).astype(int) + 1, len(f0) - 1)
    share = (frames - low)[:, None]
    envelope = np.exp((1 - share) * np.log(envelope[low] + 1e-12) + share * np.log(envelope[high] + 1e-12))
    aperiodicity = (1 - share) * aperiodicity[low] + share * aperiodicity[high]
    melody = melody_for(voiced[low], np.median(f0[voiced]), rng)
    sung = pyworld.synthesize(melody, np.ascontiguousarray(envelope), np.ascontiguousarray(aperiodicity), SAMPLE_RATE, FRAME_MS)
    return to_int16(0.5 * sung / (np.abs(sung).max() + 1e-6))


def stretched_frames(voiced, rng):
    """Where each frame of the song lies in the speech: voiced runs are lengthened, the rest hardly."""
    steps, at = [], 0
    edges = np.flatnonzero(np.diff(voiced.astype(int))) + 1
    for run in np.split(np.arange(len(voiced)), edges):
        stretch = rng.uniform(1.0, 3.5) if voiced[run[0]] else rng.uniform(0.8, 1.2)
        count = max(1, int(len(run) * stretch))
        steps.append(run[0] + np.arange(count) * len(run) / count)
    return np.minimum(np.concatenate(steps), len(voiced) - 1)


def melody_for(voiced, median_hz, rng):
    """F0 in Hz for each frame, 0 where unvoiced: notes of a scale, with portamento and vibrato."""
    scale = np.array(SCALES[int(rng.integers(len(SCALES)))])
    ladder = np.concatenate([scale + 12 * octave for octave in range(3)])
    lowest = 69 + 12 * np.log2(median_hz / 440) + rng.uniform(-4, 4)
    degree = int(rng.integers(2, len(scale) + 3))
    semitones = np.zeros(len(voiced))
    age = np.zeros(len(voiced))
    at = 0
    while at < len(voiced):
        count = int(rng.choice([0.15, 0.25, 0.4, 0.6, 1.0]) * rng.uniform(0.8, 1.4) * 1000 / FRAME_MS)
        semitones[at : at + count] = lowest + ladder[degree]
        age[at : at + count] = np.arange(len(age[at : at + count])) * FRAME_MS / 1000
        degree = int(np.clip(degree + rng.choice([-3, -2, -1, -1, 0, 1, 1, 2, 3, 4]), 0, len(ladder) - 1))
        at += count
    width = max(1, int(PORTAMENTO_SECONDS * 1000 / FRAME_MS * rng.uniform(0.3, 1.5)))
    semitones = np.convolve(np.pad(semitones, width, mode="edge"), np.ones(width) / width, "same")[width:-width]
    depth, rate = rng.uniform(0, 0.7), rng.uniform(4.8, 6.8)
    onset = np.clip((age - VIBRATO_AFTER_SECONDS) / 0.3, 0, 1)
    drift = np.cumsum(rng.normal(0, 0.01, len(voiced)))
    semitones += onset * depth * np.sin(2 * np.pi * rate * np.arange(len(voiced)) * FRAME_MS / 1000) + np.clip(drift, -0.3, 0.3)
    hz = 440 * 2 ** ((np.minimum(semitones, 84) - 69) / 12)
    return np.where(voiced, hz, 0.0)
