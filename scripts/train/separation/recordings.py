"""Reading recordings, and keeping clips: 16-bit arrays [channels, samples] at 22.05 kHz, where the network works."""

import subprocess
from pathlib import Path

import numpy as np

SAMPLE_RATE = 22050


def decode(path, channels=2):
    """[channels, samples] int16 at SAMPLE_RATE, by ffmpeg."""
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-f", "s16le", "-ac", str(channels), "-ar", str(SAMPLE_RATE), "-"]
    samples = np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, np.int16)
    return np.ascontiguousarray(samples.reshape(-1, channels).T)


def through_mp3(clip, kbps):
    """The clip, of any length, after mp3 at a low rate: what the network will hear in real files."""
    channels = len(clip)
    raw = ["-f", "s16le", "-ac", str(channels), "-ar", str(SAMPLE_RATE)]
    interleaved = np.ascontiguousarray(clip.T).tobytes()
    to_mp3 = ["ffmpeg", "-v", "error", *raw, "-i", "-", "-b:a", f"{kbps}k", "-f", "mp3", "-"]
    mp3 = subprocess.run(to_mp3, input=interleaved, capture_output=True, check=True).stdout
    from_mp3 = ["ffmpeg", "-v", "error", "-f", "mp3", "-i", "-", *raw, "-"]
    samples = np.frombuffer(subprocess.run(from_mp3, input=mp3, capture_output=True, check=True).stdout, np.int16)
    return np.ascontiguousarray(samples.reshape(-1, channels).T)


def to_int16(samples):
    return np.clip(np.round(samples * 32767), -32768, 32767).astype(np.int16)


def save_clip(folder, kind, name, clip):
    """Keeps `clip` as FOLDER/KIND/NAME.npy, whole or not at all."""
    path = Path(folder) / kind / f"{name}.npy"
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    with open(partial, "wb") as file:
        np.save(file, clip)
    partial.rename(path)
