"""Recordings and scores → the clips that mixtures are made of: `python prepare.py ../../../../shared/data CLIPS_DIR`.

CLIPS_DIR/KIND/NAME.npy, int16 [channels, samples] at 22.05 kHz. Kinds: sung (songs' leads and backing vocals), spoken, melodic
(speech made to sing), drums, bass, music (songs' parts), drums-made, bass-made, music-made. Finished clips are kept."""

import argparse
import zlib
from pathlib import Path

import numpy as np

from recordings import SAMPLE_RATE, decode, save_clip, through_mp3
from render import loop_medley, note_phrases, render_role
from sing import sing

SEED = 3
SONG_PARTS = {"lead": "sung", "backing": "sung", "drums": "drums", "bass": "bass", "other": "music"}
ROLES = {"drums": ("drums-made", 5), "bass": ("bass-made", 3), "harmony": ("music-made", 8), "driven": ("music-made", 4),
         "lead": ("music-made", 5), "score": ("music-made", 3)}  # fmt: skip
RENDER_SECONDS = 600
PHRASE_SECONDS = 300
# Every so many made clips goes through mp3.
MP3_EVERY = 4
# So much speech of each of the speakers of whom there are hours, and of each of LibriSpeech's, in seconds.
SPEECH_SECONDS = {"kathleen": 1500, "kerstin": 700, "flemishguy": 1100, "nathalie": 900}
UTTERANCE_SECONDS = 12


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("clips", type=Path)
    arguments = arguments.parse_args()
    for kind, name, make in clips_of(arguments.data):
        if not (arguments.clips / kind / f"{name}.npy").exists():
            rng = np.random.default_rng([SEED, zlib.crc32(f"{kind}/{name}".encode())])
            clip = make(rng)
            if clip is not None:
                save_clip(arguments.clips, kind, name, clip)
                print(kind, name, f"{clip.shape[1] / SAMPLE_RATE:.0f} s", flush=True)


def clips_of(data):
    """(kind, name, function of a random generator) of every clip."""
    for path in sorted((data / "songs").glob("*/*.opus")):
        yield SONG_PARTS[path.stem], f"{path.parent.name}-{path.stem}", lambda rng, path=path: decode(path)
    yield from instrument_clips(data / "instruments")
    for role, (kind, count) in ROLES.items():
        for n in range(count):
            make = lambda rng, role=role: render_role(role, data / "symbolic", RENDER_SECONDS, rng)
            yield kind, f"{role}-{n}", some_through_mp3(make, n)
    yield from speech_clips(data / "speech")


def instrument_clips(folder):
    for instrument in ("cello", "saxophone", "flute", "guitar"):
        paths = sorted((folder / instrument).rglob("*.opus"))
        make = lambda rng, paths=paths: note_phrases(paths, PHRASE_SECONDS, rng)
        yield "music-made", f"notes-{instrument}", make
    loops = [p for p in sorted((folder / "drums-loops-fx").glob("*.opus")) if "choir" not in p.name and "vox" not in p.name]
    yield "drums-made", "loops", lambda rng: loop_medley(loops, PHRASE_SECONDS, rng)


def speech_clips(folder):
    for speaker, groups in speakers(folder).items():
        for n, paths in enumerate(groups):
            yield "spoken", f"{speaker}-{n}", lambda rng, paths=paths: decode_joined(paths)
            yield "melodic", f"{speaker}-{n}", lambda rng, paths=paths: sung_joined(paths, rng)


def speakers(folder):
    """speaker → groups of recordings, each group one clip."""
    groups = {}
    for path in sorted((folder / "librispeech").glob("*.opus")):
        groups.setdefault(f"librispeech-{path.stem.split('-')[0]}", [[]])[0].append(path)
    for name, seconds in SPEECH_SECONDS.items():
        paths = sorted((folder / name).glob("*.opus"))
        wanted = paths[:: max(1, len(paths) * 3 // seconds)]
        groups[name] = [wanted[i : i + 20] for i in range(0, len(wanted), 20)]
    return groups


def decode_joined(paths):
    return np.concatenate([decode(path, 1) for path in paths], 1)


def sung_joined(paths, rng):
    sung = []
    for path in paths:
        speech = decode(path, 1)[0][: UTTERANCE_SECONDS * SAMPLE_RATE].astype(np.float32) / 32768
        sung.append(sing(speech, rng))
    sung = [s for s in sung if s is not None]
    return np.concatenate(sung)[None] if sung else None


def some_through_mp3(make, n):
    if n % MP3_EVERY != 1:
        return make
    return lambda rng: through_mp3(make(rng), int(rng.choice([96, 128, 160])))


if __name__ == "__main__":
    main()
