"""Judges what scripts/eval/voices.ts wrote. Prints, by kind: cosine similarity to the target and to the
source (BiLSTM speaker encoder, Apache-2.0) and how often the target is nearer, the same after all
signals were equalised to one spectrum, and DNSMOS P.835 overall quality (trained on speech: compare
rows, don't read them absolutely); then phone error rates.

    python scripts/eval/judge_voices.py SHARED_DIR OUT_DIR
"""

import glob
import io
import os
import pickle
import re
import sys
import zipfile
from collections import OrderedDict, defaultdict
from math import gcd

import numpy as np
import onnxruntime
import soundfile
from scipy.fft import dct
from scipy.signal import fftconvolve, resample_poly

RATE = 16000
DNSMOS_LENGTH = 144160
DNSMOS_HOP = 4 * RATE
# Published polynomial of the DNSMOS P.835 overall score.
DNSMOS_OVERALL = [-0.06766283, 1.11546468, 0.04602535]
ENCODER_WINDOW, ENCODER_HOP = 100, 50
TARGET_FILES = 30
SPEAKERS = ["kathleen", "kerstin", "flemishguy", "nathalie"]


def main(shared, folder):
    encode = load_encoder(shared)
    quality = load_dnsmos(shared)
    targets = {name: speech(shared, name) for name in SPEAKERS}
    common = np.mean([spectrum(samples) for samples in targets.values()], axis=0)

    def heard(samples):
        return encode(samples), encode(equalised(samples, common))

    known = {name: heard(samples) for name, samples in targets.items()}
    sources, rows = {}, defaultdict(list)
    paths = sorted(glob.glob(os.path.join(folder, "*.wav")))
    for path in sorted(paths, key=lambda p: "_none_" not in p):
        name, voice, kind = os.path.basename(path)[:-4].split("_")
        if "words" in kind:
            continue
        samples = levelled(read(path))
        voices, overall = heard(samples), quality(samples)
        if voice == "none":
            sources[name] = voices
        for speaker in SPEAKERS if voice == "none" else [voice]:
            own = [a @ b for a, b in zip(voices, known[speaker])]
            source = [a @ b for a, b in zip(voices, sources[name])]
            rows[kind].append((own[0], source[0], own[1], source[1], overall))
    for kind, values in sorted(rows.items()):
        v = np.array(values)
        nearer = [np.mean(v[:, 0] > v[:, 1]), np.mean(v[:, 2] > v[:, 3])]
        print(
            f"| {kind} | {v[:, 0].mean():.3f} | {v[:, 1].mean():.3f} | {nearer[0]:.0%} "
            f"| {v[:, 2].mean():.3f} | {v[:, 3].mean():.3f} | {nearer[1]:.0%} | {v[:, 4].mean():.2f} |"
        )
    judge_words(shared, folder)


def spectrum(samples):
    """Long-term spectrum of the louder half, dB, smoothed, without its mean."""
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(samples, (0, 512)), 512)[::256]
    power = np.abs(np.fft.rfft(frames * np.hanning(512), axis=1)) ** 2
    energy = power.sum(axis=1)
    decibels = 10 * np.log10(power[energy > np.median(energy)].mean(axis=0) + 1e-12)
    window = np.hanning(9) / np.hanning(9).sum()
    return np.convolve(np.pad(decibels - decibels.mean(), 4, mode="edge"), window, "valid")


def equalised(samples, wanted):
    """With the long-term spectrum `wanted`, so that the encoder can't hear equalisation."""
    gain = np.clip(wanted - spectrum(samples), -30, 30)
    impulse = np.roll(np.fft.irfft(10 ** (gain / 20)), 256) * np.hanning(512)
    return levelled(fftconvolve(samples, impulse, "same"))


def judge_words(shared, folder):
    """Phone error rate of what a recogniser (pocketsphinx, US English) hears against its own
    dictionary's phones of what was read."""
    try:
        from pocketsphinx import Decoder, get_model_path
    except ImportError:
        print("words: not judged, pocketsphinx is not installed")
        return
    model = get_model_path("en-us")
    decoder = Decoder(
        hmm=os.path.join(model, "en-us"),
        allphone=os.path.join(model, "en-us-phone.lm.bin"),
        lw=2.0, beam=1e-20, pbeam=1e-20, loglevel="FATAL",
    )
    with open(os.path.join(model, "cmudict-en-us.dict")) as file:
        words = {line.split()[0]: line.split()[1:] for line in file}
    with open(os.path.join(shared, "data/speech/kathleen/metadata.csv")) as file:
        texts = [line.strip().split("|")[-1] for line in file]
    rows = defaultdict(list)
    for path in sorted(glob.glob(os.path.join(folder, "words*.wav"))):
        name, _, kind = os.path.basename(path)[:-4].split("_")
        spoken = re.findall(r"[a-z']+", texts[int(name[5:])].lower())
        if any(word not in words for word in spoken):
            continue
        expected = [phone for word in spoken for phone in words[word]]
        rows[kind].append((distance(recognised(decoder, read(path)), expected), len(expected)))
    for kind, values in rows.items():
        errors, phones = np.sum(values, axis=0)
        print(f"{kind}: phone error rate {errors / phones:.1%} of {phones} phones")


def recognised(decoder, samples):
    decoder.start_utt()
    decoder.process_raw((levelled(samples) * 32767).clip(-32768, 32767).astype("<i2").tobytes(), full_utt=True)
    decoder.end_utt()
    phones = [segment.word for segment in decoder.seg()]
    return [phone for phone in phones if phone.isalpha() and phone != "SIL"]


def distance(a, b):
    """Levenshtein's."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        above, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (x != y))
    return row[-1]


def read(path):
    samples, rate = soundfile.read(path, always_2d=True)
    common = gcd(rate, RATE)
    return resample_poly(samples.mean(axis=1), RATE // common, rate // common)


def levelled(samples):
    heard = samples[np.abs(samples) > 1e-3]
    return samples / (np.sqrt(np.mean(heard**2)) + 1e-9) * 0.08


def speech(shared, speaker):
    """Every fifth file from the second on. Some of them, and all of kerstin's, were also measured
    for the profile."""
    files = sorted(glob.glob(os.path.join(shared, "data/speech", speaker, "*.opus")))[1::5]
    return levelled(np.concatenate([read(path) for path in files[:TARGET_FILES]]))


def load_dnsmos(shared):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    path = os.path.join(shared, "models/dnsmos/sig_bak_ovr.onnx")
    session = onnxruntime.InferenceSession(path, options)
    name = session.get_inputs()[0].name

    def quality(samples):
        while len(samples) < DNSMOS_LENGTH:
            samples = np.concatenate([samples, samples])
        starts = range(0, len(samples) - DNSMOS_LENGTH + 1, DNSMOS_HOP)
        blocks = [samples[s : s + DNSMOS_LENGTH].astype("f4")[None] for s in starts]
        raw = [session.run(None, {name: block})[0][0][2] for block in blocks]
        return float(np.mean(np.polyval(DNSMOS_OVERALL, raw)))

    return quality


class StateReader(pickle.Unpickler):
    """Reads a PyTorch state dict without PyTorch, and nothing else: no class is ever imported."""

    def find_class(self, module, name):
        if name == "OrderedDict":
            return OrderedDict
        if name == "_rebuild_tensor_v2":
            return lambda storage, offset, size, stride, *_: (storage, offset, size, stride)
        return lambda *values: values

    def persistent_load(self, pid):
        return pid


def load_encoder(shared):
    weights = read_weights(
        glob.glob(os.path.join(shared, "models/speaker-encoder-bilstm/*.pt"))[0]
    )
    filters = mel_filters()

    def encode(samples):
        features = mfcc(samples, filters)
        starts = range(0, max(1, len(features) - ENCODER_WINDOW), ENCODER_HOP)
        x = np.stack([features[s : s + ENCODER_WINDOW] for s in starts])
        layer = 0
        while f"lstm.weight_ih_l{layer}" in weights:
            ahead = lstm(x, weights, f"l{layer}")
            back = lstm(x[:, ::-1], weights, f"l{layer}_reverse")[:, ::-1]
            x = np.concatenate([ahead, back], axis=2)
            layer += 1
        mean = x.mean(axis=(0, 1))
        return mean / np.linalg.norm(mean)

    return encode


def read_weights(path):
    archive = zipfile.ZipFile(path)
    state = StateReader(io.BytesIO(archive.read("archive/data.pkl"))).load()
    state = state.get("encoder_state_dict", state)
    return {name: tensor(archive, *value) for name, value in state.items() if is_tensor(value)}


def is_tensor(value):
    return isinstance(value, tuple) and len(value) == 4


def tensor(archive, storage, offset, size, stride):
    data = np.frombuffer(archive.read("archive/data/" + storage[2]), dtype="f4")[offset:]
    return np.lib.stride_tricks.as_strided(data, size, [4 * step for step in stride]).copy()


def lstm(x, weights, suffix):
    inputs = weights["lstm.weight_ih_" + suffix]
    recurrent = weights["lstm.weight_hh_" + suffix]
    bias = weights["lstm.bias_ih_" + suffix] + weights["lstm.bias_hh_" + suffix]
    width = recurrent.shape[1]
    h = np.zeros((len(x), width))
    c = np.zeros((len(x), width))
    outputs = np.zeros((len(x), x.shape[1], width))
    driven = x @ inputs.T + bias
    for t in range(x.shape[1]):
        i, f, g, o = np.split(driven[:, t] + h @ recurrent.T, 4, axis=1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        outputs[:, t] = h
    return outputs


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def mfcc(samples, filters):
    """librosa's defaults: 2048 / 512, 128 Slaney mels, 80 dB, 40 coefficients."""
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(samples, 1024), 2048)[::512]
    power = np.abs(np.fft.rfft(frames * np.hanning(2049)[:-1], axis=1)) ** 2 @ filters.T
    decibels = 10 * np.log10(np.maximum(power, 1e-10))
    return dct(np.maximum(decibels, decibels.max() - 80), axis=1, norm="ortho")[:, :40]


def mel_filters(bands=128, n_fft=2048):
    step = np.log(6.4) / 27
    hz = np.linspace(0, RATE / 2, n_fft // 2 + 1)
    mels = np.linspace(0, 15 + np.log(RATE / 2 / 1000) / step, bands + 2)
    edges = np.where(mels >= 15, 1000 * np.exp(step * (mels - 15)), mels * 200 / 3)
    rise = (hz - edges[:-2, None]) / np.diff(edges)[:-1, None]
    fall = (edges[2:, None] - hz) / np.diff(edges)[1:, None]
    return np.maximum(0, np.minimum(rise, fall)) * (2 / (edges[2:] - edges[:-2]))[:, None]


if __name__ == "__main__":
    main(*sys.argv[1:])
