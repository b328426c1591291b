"""Makes test/separation/goldens/sdr.{json,i16}: two small stereo sources, estimates of them, and
what the museval package (0.4.1, MIT) says of these. Each frame of the signals is another case.

    pip install museval==0.4.1
    python scripts/goldens/sdr.py
"""

import json
import pathlib

import museval
import numpy as np

FOLDER = pathlib.Path(__file__).parents[2] / "test/separation/goldens"
SEED = 1
FRAME = 600
# So many frames, and a bit that museval leaves out.
FRAMES = 8
LENGTH = FRAMES * FRAME + 100
SOURCES = ["vocals", "accompaniment"]


def main():
    references, estimates = make_signals(np.random.default_rng(SEED))
    pcm = np.stack([references, estimates])
    pcm = np.round(pcm * 32768).astype("<i2")
    (FOLDER / "sdr.i16").write_bytes(pcm.transpose(0, 1, 3, 2).tobytes())
    references, estimates = pcm / 32768
    sdr, *_ = museval.evaluate(references, estimates, win=FRAME, hop=FRAME)
    goldens = {
        "about": "made by scripts/goldens/sdr.py",
        "signals": "sdr.i16: int16 [references, estimates] × [vocals, accompaniment] × [left, right] × [samples]",
        # museval takes errors apart by filters and sums the parts again, in double precision.
        "toleranceDb": 1e-6,
        "length": LENGTH,
        "frameLength": FRAME,
        "framewiseSdrDb": {name: [none_if_nan(x) for x in row] for name, row in zip(SOURCES, sdr)},
        "medianSdrDb": dict(zip(SOURCES, np.nanmedian(sdr, axis=1))),
        "siSdrDb": {name: si_sdr(*pair) for name, *pair in zip(SOURCES, references, estimates)},
    }
    text = json.dumps(goldens, indent=2, ensure_ascii=False)
    (FOLDER / "sdr.json").write_text(text + "\n", encoding="utf-8")


def make_signals(random):
    """References and estimates, each [source, sample, channel]."""
    voice, band, noise = 0.1 * random.standard_normal((3, LENGTH, 2))
    voice[:, 1] = 0.8 * voice[:, 0] + 0.2 * voice[:, 1]
    frame = [slice(i * FRAME, (i + 1) * FRAME) for i in range(FRAMES)]
    voice[frame[2]] = 0
    # Silent to museval, which asks whether the sum of the channels is 0.
    voice[frame[4], 1] = -voice[frame[4], 0]
    voice = np.round(voice * 32768) / 32768
    estimates = np.stack([voice + 0.3 * band + 0.1 * noise, 0.7 * band + 0.2 * voice])
    estimates[:, frame[1]] = 0.5 * np.stack([voice, band])[:, frame[1]]
    estimates[0, frame[3]] = 0
    # The right channel alone is wrong; then, the voice is where the band should be.
    estimates[0, frame[5]] = voice[frame[5]] * [1, 0.5]
    estimates[:, frame[6]] = np.stack([band, voice])[:, frame[6]]
    return np.stack([voice, band]), estimates


def si_sdr(reference, estimate):
    """museval has no SI-SDR of its own; its SDR of one channel with filters of one tap is that."""
    flat = [signal.T.reshape(1, -1, 1) for signal in (reference, estimate)]
    sdr, *_ = museval.metrics.bss_eval(
        *flat, window=np.inf, hop=np.inf, filters_len=1, bsseval_sources_version=True
    )
    return float(sdr[0, 0])


def none_if_nan(x):
    return None if np.isnan(x) else float(x)


main()
