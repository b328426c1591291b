"""Real songs with true stems, never trained on, by which checkpoints are chosen: SI-SDR improvement of voice and band."""

import subprocess
from pathlib import Path

import numpy as np
import torch

from mixtures import MIX_RMS, rms
from recordings import SAMPLE_RATE, decode
from spectra import filtered, to_spectra, to_stereo


def development_songs(folder):
    """name → (voice, band), float32 [2, samples]. Empty where `folder` isn't there."""
    folder = Path(folder)
    songs = {}
    if (folder / "widow").exists():
        names = ("vocals_true", "accompaniment_true")
        songs["widow"] = tuple(decode(folder / "widow" / f"{name}.mp3") for name in names)
    for path in folder.glob("falcon69/*.mp4"):
        drums, bass, other, voice = (decode_stream(path, n) for n in range(1, 5))
        songs["falcon69"] = (voice, drums.astype(np.int32) + bass + other)
    return {name: same_length(*parts) for name, parts in songs.items()}


def decode_stream(path, stream):
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-map", f"0:{stream}", "-f", "s16le", "-ac", "2", "-ar", str(SAMPLE_RATE), "-"]
    return np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, np.int16).reshape(-1, 2).T


def same_length(*parts):
    length = min(part.shape[1] for part in parts)
    return tuple(part[:, :length].astype(np.float32) / 32768 for part in parts)


@torch.no_grad()
def improvement(net, voice, band):
    """SI-SDR improvement in dB of (voice, band)."""
    mix = voice + band
    gain = MIX_RMS / rms(mix)
    estimate = separate(net, mix * gain) / gain
    gains = si_sdr(estimate, voice) - si_sdr(mix, voice), si_sdr(mix - estimate, band) - si_sdr(mix, band)
    return tuple(float(g) for g in gains)


def separate(net, mix):
    """The voice in `mix` [2, samples], which has an rms of MIX_RMS, in one piece."""
    device = next(net.parameters()).device
    spectra = to_spectra(torch.from_numpy(mix)[None].to(device))
    return to_stereo(voice_spectra(net, spectra), mix.shape[1])[0].cpu().numpy()


def voice_spectra(net, spectra):
    """The voice's spectra in those of a mix, of any number of frames."""
    frames = spectra.shape[2]
    padded = torch.nn.functional.pad(spectra, (0, 0, 0, -frames % 8))
    return filtered(padded, net(padded))[:, :, :frames]


def si_sdr(estimate, reference):
    product, energy = np.sum(estimate * reference, dtype=float), np.sum(reference**2, dtype=float)
    target = product**2 / energy
    return 10 * np.log10(target / max(1e-12, np.sum(estimate**2, dtype=float) - target))
