"""Has a recogniser (pocketsphinx, US English) listen to what scripts/eval/singing.ts wrote.

    python scripts/eval/judge_singing.py OUT_DIR

Prints, by row, the phone error rate of the words it understands (with its language model, as people
listen) and its word error rate; the same phones when it looks 100 times a second, as it does at
speech, and knows no held vowels; and the phone error rate when it is to name phones alone, which is high
even for speech. Phones are those of the recogniser's own dictionary."""

import json
import os
import re
import sys
from collections import defaultdict

import numpy as np
from pocketsphinx import Decoder, get_model_path

from judge_voices import distance, levelled, read

# Singing holds its vowels longer than a recogniser of speech expects: it looks less often.
FRAMES_PER_SECOND, SPEECH_FRAMES_PER_SECOND = 65, 100


def main(folder):
    with open(os.path.join(folder, "texts.json")) as file:
        texts = json.load(file)
    model = get_model_path("en-us")
    with open(os.path.join(model, "cmudict-en-us.dict")) as file:
        known = {line.split()[0]: line.split()[1:] for line in file}
    hmm = os.path.join(model, "en-us")
    listening = {
        "hmm": hmm, "lm": os.path.join(model, "en-us.lm.bin"), "dict": os.path.join(model, "cmudict-en-us.dict"),
        "loglevel": "FATAL",
    }
    words = Decoder(frate=FRAMES_PER_SECOND, **listening)
    quick = Decoder(frate=SPEECH_FRAMES_PER_SECOND, **listening)
    phones = Decoder(
        hmm=hmm, allphone=os.path.join(model, "en-us-phone.lm.bin"), lw=2.0, beam=1e-20, pbeam=1e-20,
        frate=FRAMES_PER_SECOND, loglevel="FATAL",
    )
    rows = defaultdict(list)
    for name, text in texts.items():
        said = re.findall(r"[a-z']+", text.lower().replace("-", " "))
        if any(word not in known for word in said):
            continue
        samples = read(os.path.join(folder, name))
        expected = [phone for word in said for phone in known[word]]
        understood, as_speech = [
            [re.sub(r"\(\d+\)", "", word) for word in heard(decoder, samples) if word[0] not in "<["]
            for decoder in (words, quick)
        ]
        named = [phone for phone in heard(phones, samples) if phone.isalpha() and phone != "SIL"]
        rows[re.sub(r"_.*", "", name).replace("-", " ")].append((
            *[distance([phone for word in some for phone in known[word]], expected) for some in (understood, as_speech)],
            distance(named, expected), len(expected), distance(understood, said), len(said),
        ))
    print("| | phones | words | phones, at 100 Hz | phones alone | n |\n|---|---|---|---|---|---|")
    for row, values in rows.items():
        by_words, by_quick, alone, count, wrong, all_words = np.sum(values, axis=0)
        print(
            f"| {row} | {by_words / count:.1%} | {wrong / all_words:.1%} | {by_quick / count:.1%} "
            f"| {alone / count:.1%} | {count} |"
        )


def heard(decoder, samples):
    decoder.start_utt()
    decoder.process_raw((levelled(samples) * 32767).clip(-32768, 32767).astype("<i2").tobytes(), full_utt=True)
    decoder.end_utt()
    return [segment.word for segment in decoder.seg()]


if __name__ == "__main__":
    main(*sys.argv[1:])
