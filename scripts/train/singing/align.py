"""Finds where each phone of the read sentences lies, by forced alignment (pocketsphinx, US English).

    python align.py SPEECH_DIR DICTIONARY_JS OUT.json

SPEECH_DIR holds metadata.csv (`file|text`) and file.opus. OUT.json: by file a list of
[phone, start, end] in seconds; phones are ARPAbet with stress digits, or SIL. Sentences with words that
the dictionary lacks are left out."""

import json
import os
import re
import sys
import tempfile

import soundfile
from pocketsphinx import Decoder, get_model_path
from scipy.signal import resample_poly

RATE = 16000
FRAME = 0.01
# The recogniser's frame n looks at 25.6 ms from n · 10 ms on: what it calls the start of frame n is here.
FIRST_CENTRE = 0.0128 - FRAME / 2
LEVEL = 0.08


def main(speech, dictionary, out):
    words = read_dictionary(dictionary)
    decoder = make_decoder(words)
    found = {}
    for name, text in read_texts(speech):
        path = os.path.join(speech, name + ".opus")
        spoken = re.findall(r"[a-z']+", text.lower().replace("-", " "))
        if not os.path.exists(path) or any(word not in words for word in spoken):
            continue
        phones = aligned(decoder, " ".join(spoken), read(path), words)
        if phones:
            found[name + ".opus"] = phones
    with open(out, "w") as file:
        json.dump(found, file)
    print(len(found), "sentences aligned")


def read_dictionary(path):
    """Word or word(2) → phones with stress."""
    with open(path) as file:
        entries = re.findall(r'^  "?([^":\s]+)"?: "([^"]+)"', file.read(), re.M)
    return {word: phones.split() for word, phones in entries}


def read_texts(speech):
    with open(os.path.join(speech, "metadata.csv")) as file:
        return [line.strip().split("|", 1) for line in file]


def make_decoder(words):
    with tempfile.NamedTemporaryFile("w", suffix=".dict") as file:
        for word, phones in words.items():
            file.write(word + " " + " ".join(re.sub(r"\d", "", phone) for phone in phones) + "\n")
        file.flush()
        hmm = os.path.join(get_model_path("en-us"), "en-us")
        return Decoder(hmm=hmm, dict=file.name, lm=None, loglevel="FATAL", beam=1e-80, wbeam=1e-60, pbeam=1e-80)


def read(path):
    samples, rate = soundfile.read(path, always_2d=True)
    mono = resample_poly(samples.mean(axis=1), RATE, rate)
    heard = mono[abs(mono) > 1e-3]
    return (mono / (heard**2).mean() ** 0.5 * LEVEL * 32767).clip(-32768, 32767).astype("<i2").tobytes()


def aligned(decoder, text, samples, words):
    try:
        decoder.set_align_text(text)
        hear(decoder, samples)
        decoder.set_alignment()
        hear(decoder, samples)
        return [phone for word in decoder.get_alignment() for phone in phones_of(word, words)]
    except RuntimeError:
        return None


def hear(decoder, samples):
    decoder.start_utt()
    decoder.process_raw(samples, full_utt=True)
    decoder.end_utt()


def phones_of(word, words):
    phones = list(word)
    names = words.get(word.name, ["SIL"] * len(phones))
    return [
        [name, round(FIRST_CENTRE + phone.start * FRAME, 4), round(FIRST_CENTRE + (phone.start + phone.duration) * FRAME, 4)]
        for name, phone in zip(names, phones)
    ]


if __name__ == "__main__":
    main(*sys.argv[1:])
