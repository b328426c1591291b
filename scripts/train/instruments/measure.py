"""Measures recorded notes as what the synthesiser plays: partials and bands of noise, every 10 ms.

    python measure.py ../shared/data/instruments notes.npz

Each note is warped in time until its pitch stands still; then partials lie on exact bins of a short
Fourier transform, and what lies between them is noise."""

import sys

import numpy as np
import pyworld
import soxr

from notes import INSTRUMENTS, held_out_pitches, note_files, read_mono

FRAMES_PER_SECOND = 100
PARTIALS = 160
NOISE_BANDS = 64
NOISE_LOWEST_HZ, NOISE_HIGHEST_HZ = 60, 18_000
HIGHEST_PARTIAL_HZ = 18_000
FLOOR_DB = -120
# A window holds at least so many periods and seconds.
LEAST_PERIODS, LEAST_SECONDS = 4, 0.03


def main(folder, out):
    files = list(note_files(folder))
    held_out = held_out_pitches(files)
    columns = {name: [] for name in ("f0", "loudness", "partials", "noise")}
    index = []
    for instrument, path, pitch in files:
        samples, sample_rate = read_mono(path)
        f0 = track_pitch(samples, sample_rate, 440 * 2 ** ((pitch - 69) / 12))
        partials, noise = measure(samples, sample_rate, f0)
        for name, values in zip(columns, (f0, loudness_of(f0, partials, noise), partials, noise)):
            columns[name].append(values.astype("f4"))
        index.append((INSTRUMENTS.index(instrument), len(f0), pitch in held_out[instrument], path))
        print(instrument, path.split("/")[-1], len(f0), round(midi(np.median(f0)) - pitch, 2), flush=True)
    np.savez(
        out,
        instrument=np.array([i[0] for i in index]),
        frames=np.array([i[1] for i in index]),
        held_out=np.array([i[2] for i in index]),
        path=np.array([i[3] for i in index]),
        **{name: np.concatenate(values) for name, values in columns.items()},
    )


def midi(hz):
    return 69 + 12 * np.log2(hz / 440)


def track_pitch(samples, sample_rate, nominal_hz):
    """F0 in Hz every 10 ms, filled where nothing sounds; `nominal_hz` where it can't be told."""
    period = 1000 / FRAMES_PER_SECOND
    f0, times = pyworld.dio(samples, sample_rate, nominal_hz / 1.3, nominal_hz * 1.3, frame_period=period)
    f0 = pyworld.stonemask(samples, f0, times, sample_rate)
    power = np.convolve(samples**2, np.ones(480) / 480, "same")
    at = np.minimum((times * sample_rate).astype(int), len(samples) - 1)
    near = np.abs(np.log2(np.maximum(f0, 1) / nominal_hz)) < 1 / 12
    places = np.flatnonzero(near & (power[at] > 1e-4 * power.max()))
    if len(places) < 4:
        return np.full(len(f0), nominal_hz)
    log_f0 = np.interp(np.arange(len(f0)), places, np.log(f0[places]))
    return np.exp(np.convolve(np.pad(log_f0, 1, "edge"), [0.25, 0.5, 0.25], "valid"))


def measure(samples, sample_rate, f0):
    """→ partials [frames × PARTIALS] dB of amplitude, noise [frames × NOISE_BANDS] dB of power"""
    per_period = 1 << int(np.ceil(np.log2(sample_rate / f0.min())))
    warped, phase_of_frame = warp(samples, sample_rate, f0, per_period)
    periods = max(LEAST_PERIODS, int(np.ceil(LEAST_SECONDS * np.median(f0))))
    window = np.hanning(periods * per_period + 1)[:-1]
    padded = np.pad(warped, len(window))
    partials = np.full((len(f0), PARTIALS), float(FLOOR_DB))
    noise = np.full((len(f0), NOISE_BANDS), float(FLOOR_DB))
    between = np.array([b for b in range(periods) if 2 <= b <= periods - 2])
    for i, hz in enumerate(f0):
        at = int(round(phase_of_frame[i] * per_period)) + len(window) // 2
        power = np.abs(np.fft.rfft(padded[at : at + len(window)] * window)) ** 2
        count = min(PARTIALS, int(HIGHEST_PARTIAL_HZ / hz), per_period // 2 - 1)
        valleys = power[: (count + 1) * periods].reshape(count + 1, periods)[:, between].mean(axis=1)
        floor = np.minimum(valleys[:-1], valleys[1:])
        peaks = power[periods : (count + 1) * periods : periods] - floor
        amplitude = 2 / window.sum() * np.sqrt(np.maximum(peaks, 0))
        partials[i, :count] = 20 * np.log10(amplitude + 1e-6)
        density = valleys * 2 / (per_period * hz * (window**2).sum())
        noise[i] = band_powers(density, (np.arange(count + 1) + 0.5) * hz)
    return partials, noise


def warp(samples, sample_rate, f0, per_period):
    """The note at a steady pitch of `per_period` samples, and at which period each frame lies."""
    fine = soxr.resample(samples, sample_rate, 4 * sample_rate)
    seconds = np.arange(0, len(samples) / sample_rate, 1 / 2000)
    hz = np.exp(np.interp(seconds * FRAMES_PER_SECOND, np.arange(len(f0)), np.log(f0)))
    phase = np.concatenate([[0], np.cumsum(hz[:-1]) / 2000])
    wanted = np.arange(int(phase[-1] * per_period)) / per_period
    at = np.interp(wanted, phase, seconds) * 4 * sample_rate
    frames = np.arange(len(f0)) / FRAMES_PER_SECOND
    return np.interp(at, np.arange(len(fine)), fine), np.interp(frames, seconds, phase)


def band_centres():
    mel = np.linspace(hz_to_mel(NOISE_LOWEST_HZ), hz_to_mel(NOISE_HIGHEST_HZ), NOISE_BANDS)
    return 700 * (10 ** (mel / 2595) - 1)


def hz_to_mel(hz):
    return 2595 * np.log10(1 + hz / 700)


def band_widths():
    return np.gradient(band_centres())


def band_powers(density, hz):
    """Power per band, dB, from a power density per Hz that is known at `hz`."""
    centres, widths = band_centres(), band_widths()
    known = np.interp(centres, hz, 10 * np.log10(density + 1e-16))
    sums, _ = np.histogram(hz, band_edges(), weights=density)
    counts, _ = np.histogram(hz, band_edges())
    mean = np.where(counts > 0, 10 * np.log10(sums / np.maximum(counts, 1) + 1e-16), known)
    return np.maximum(mean + 10 * np.log10(widths), FLOOR_DB)


def band_edges():
    centres = band_centres()
    inner = (centres[1:] + centres[:-1]) / 2
    return np.concatenate([[0], inner, [2 * centres[-1] - inner[-1]]])


def a_weight(hz):
    """A-weighting of power (IEC 61672-1), 1 at 1 kHz."""
    f2 = np.asarray(hz, "f8") ** 2
    gain = 12194**2 * f2**2 / ((f2 + 20.6**2) * np.sqrt((f2 + 107.7**2) * (f2 + 737.9**2)) * (f2 + 12194**2))
    return (gain * 1.2589) ** 2


def loudness_of(f0, partials, noise):
    """A-weighted level, dB, of partials (amplitudes) and bands of noise (powers)."""
    hz = f0[:, None] * np.arange(1, PARTIALS + 1)
    tonal = (10 ** (partials / 10) / 2 * a_weight(hz)).sum(axis=1)
    noisy = (10 ** (noise / 10) * a_weight(band_centres())).sum(axis=1)
    return 10 * np.log10(tonal + noisy + 1e-12)


if __name__ == "__main__":
    main(*sys.argv[1:])
