"""How the network and the classical engine are weighed (src/separation/agreement.ts):
`python agree.py RUN_DIR/last.pt ../../../../shared/audio/stems`, after `npm ci` in the checkout.

Prints the best weights of both log odds and the best addition, by the mean SI-SDR improvement of voice and band over the
development songs, and what the network gains alone."""

import argparse
import itertools
import subprocess
import tempfile
import wave
from pathlib import Path

import numpy as np
import torch

from development import development_songs, si_sdr, voice_spectra
from mixtures import MIX_RMS, rms
from net import Separator
from recordings import SAMPLE_RATE, decode, to_int16
from spectra import to_spectra

CANTO = Path(__file__).parents[3] / "dist/start/cli.js"
GREATEST_DOUBT = 0.002
WEIGHTS = {"network": (0.5, 0.7, 0.9), "classical": (0.0, 0.5, 0.7, 0.9, 1.1), "leaning": (0.0, 0.4, 0.8, 1.2)}


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("songs", type=Path)
    arguments = parser.parse_args()
    net = Separator().eval()
    net.load_state_dict(torch.load(arguments.checkpoint, weights_only=True, map_location="cpu")["average"])
    songs = {name: opinions(net, *parts) for name, parts in development_songs(arguments.songs).items()}
    for name, (mix, voice, network, _) in songs.items():
        print(name, "network alone", *(f"{gain:.2f}" for gain in gains(mix, voice, torch.sigmoid(network))))
    results = []
    for network_weight, classical_weight, leaning in itertools.product(*WEIGHTS.values()):
        pairs = [
            gains(mix, voice, torch.sigmoid(network_weight * network + classical_weight * classical + leaning))
            for mix, voice, network, classical in songs.values()
        ]
        results.append((np.mean(pairs), network_weight, classical_weight, leaning, pairs))
    for score, *weights, pairs in sorted(results, key=lambda result: -result[0])[:5]:
        print(f"{score:.3f}", *(f"{w:.1f}" for w in weights), *(f"{v:.2f} / {b:.2f}" for v, b in pairs), sep="\t")


def opinions(net, voice, band):
    """Spectra of mix and voice, and the log odds for the voice of both engines [1, 2, frames, bins]."""
    gain = MIX_RMS / rms(voice + band)
    voice, mix = voice * gain, (voice + band) * gain
    classical = classical_voice(mix)
    mix, voice, classical = (to_spectra(torch.from_numpy(sound)[None]) for sound in (mix, voice, classical))
    return mix, voice, log_odds(voice_spectra(net, mix), mix), log_odds(classical, mix)


def classical_voice(mix):
    with tempfile.TemporaryDirectory() as folder:
        with wave.open(f"{folder}/mix.wav", "wb") as file:
            file.setparams((2, 2, SAMPLE_RATE, 0, "NONE", ""))
            file.writeframes(np.ascontiguousarray(to_int16(mix).T).tobytes())
        command = ["node", str(CANTO), "separate", f"{folder}/mix.wav", "-o", folder, "--engine", "dsp", "--quiet"]
        subprocess.run([*command, "--data", f"{folder}/data"], check=True, capture_output=True)
        voice = decode(f"{folder}/vocals.wav").astype(np.float32) / 32768
    return np.pad(voice, ((0, 0), (0, max(0, mix.shape[1] - voice.shape[1]))))[:, : mix.shape[1]]


def log_odds(stem, mix):
    return torch.logit((magnitudes(stem) / (magnitudes(mix) + 1e-6)).clamp(GREATEST_DOUBT, 1 - GREATEST_DOUBT))


def magnitudes(spectra):
    return spectra.unflatten(1, (2, 2)).square().sum(2).sqrt()


def gains(mix, voice, share):
    """SI-SDR improvement of voice and band, dB."""
    estimate = (mix.unflatten(1, (2, 2)) * share.unsqueeze(2)).flatten(1, 2)
    estimate, mix, voice = estimate.numpy(), mix.numpy(), voice.numpy()
    return si_sdr(estimate, voice) - si_sdr(mix, voice), si_sdr(mix - estimate, mix - voice) - si_sdr(mix, mix - voice)


if __name__ == "__main__":
    main()
