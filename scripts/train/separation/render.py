"""Accompaniment that no band recorded: symbolic music through General MIDI SoundFonts (fluidsynth), and phrases made
of recorded single notes and loops. All of one role lies in long clips, from which mixtures take any three seconds."""

import subprocess
import tempfile
from pathlib import Path

import mido
import numpy as np

from recordings import SAMPLE_RATE, decode, to_int16
from symbolic import Note, archive_members, read_billboard, read_drums, read_musicxml

# Debian's fluid-soundfont-gm and musescore-general-soundfont-small (both MIT).
SOUND_FONTS = ("/usr/share/sounds/sf2/FluidR3_GM.sf2", "/usr/share/sounds/sf3/MuseScore_General_Lite.sf3")

# General MIDI programs, from 0. Choirs and voices (52–54, 85, 91) are left out: they are no accompaniment here.
BASSES = (32, 33, 33, 33, 34, 34, 35, 36, 38, 38, 39)
PLUCKED_AND_KEYS = (0, 0, 1, 2, 4, 4, 5, 6, 7, 11, 15, 16, 17, 18, 21, 24, 24, 25, 25, 25, 26, 26, 27, 27, 27, 28, 46, 104, 105)
GUITARS_WITH_DRIVE = (29, 29, 30, 30, 30)
PADS = (48, 48, 49, 50, 51, 61, 62, 63, 88, 89, 90, 92, 93, 94, 95)
LEADS = (22, 40, 40, 41, 42, 56, 57, 59, 60, 64, 65, 66, 67, 68, 69, 71, 73, 74, 75, 77, 78, 79, 80, 81, 82, 83, 84, 86, 87, 29, 30, 26)
DRUM_KITS = (0, 0, 0, 8, 8, 16, 16, 24, 25, 25, 32, 40)
DRUM_CHANNEL = 9
PAUSE_SECONDS = 0.3


def render_role(role, symbolic_dir, seconds, rng):
    """A clip [2, samples] of `role`: drums, bass, harmony, driven, lead or score."""
    pieces, total = [], 0.0
    for piece in PIECES[role](Path(symbolic_dir), rng):
        pieces.append(piece)
        total += max(note.start + note.duration for _, notes in piece for note in notes) + PAUSE_SECONDS
        if total >= seconds:
            break
    return synthesise(pieces, rng)


def shuffled(items, rng):
    items = list(items)
    rng.shuffle(items)
    return items


def drum_pieces(symbolic_dir, rng):
    for _, data in shuffled(archive_members(symbolic_dir / "groove-midi.tar.gz", ".mid"), rng):
        notes = upto(read_drums(data), 40)
        if len(notes) > 16:
            yield [(int(rng.choice(DRUM_KITS)), notes)]


def songs_chords(symbolic_dir, rng):
    for _, data in shuffled(archive_members(symbolic_dir / "McGill-Billboard-salami.tar.gz", "salami_chords.txt"), rng):
        chords = read_billboard(data.decode())
        if len(chords) >= 32:
            first = 4 * int(rng.integers(0, max(1, len(chords) // 4 - 16)))
            yield chords[first : first + 64], 60 / rng.uniform(70, 170), int(rng.integers(-5, 7))


def bass_pieces(symbolic_dir, rng):
    for chords, beat, transpose in songs_chords(symbolic_dir, rng):
        pattern = rng.choice([1, 1, 2, 2, 4])  # notes a beat
        notes = []
        for i, (root, shape) in enumerate(chords):
            pitch = 28 + (root + transpose - 4) % 12
            for part in range(pattern):
                step = pitch + int(rng.choice([0, 0, 0, 0, 12, shape[-1] if len(shape) > 1 else 0]))
                if rng.random() < 0.85:
                    notes.append(Note((i + part / pattern) * beat, beat / pattern * rng.uniform(0.5, 1), step, velocity(rng)))
        if notes:
            yield [(int(rng.choice(BASSES)), notes)]


def harmony_pieces(symbolic_dir, rng):
    for chords, beat, transpose in songs_chords(symbolic_dir, rng):
        layers = [(int(rng.choice(PLUCKED_AND_KEYS)), comp(chords, beat, transpose, rng))]
        if rng.random() < 0.6:
            layers.append((int(rng.choice(PADS)), held(chords, beat, transpose, rng)))
        if rng.random() < 0.4:
            layers.append((int(rng.choice(PLUCKED_AND_KEYS)), comp(chords, beat, transpose, rng)))
        yield layers


def driven_pieces(symbolic_dir, rng):
    """Power chords and riffs of driven guitars, doubled left and right."""
    for chords, beat, transpose in songs_chords(symbolic_dir, rng):
        powers = [(root, (0, 7, 12)) for root, _ in chords]
        yield [(int(rng.choice(GUITARS_WITH_DRIVE)), comp(powers, beat, transpose - 12, rng)) for _ in range(2)]


def comp(chords, beat, transpose, rng):
    """Chords struck or broken on a rhythm that stays."""
    hits = rng.random(8) < rng.choice([0.3, 0.5, 0.8])
    hits[0] = True
    broken = rng.random() < 0.4
    base = int(rng.choice([48, 55, 60]))
    notes = []
    for i, (root, shape) in enumerate(chords):
        pitches = [base + (root + transpose) % 12 + step for step in shape]
        for half in range(2):
            if not hits[(2 * i + half) % 8]:
                continue
            start = (i + half / 2) * beat
            if broken:
                pitch = pitches[(2 * i + half) % len(pitches)]
                notes.append(Note(start, beat * 0.9, pitch, velocity(rng)))
            else:
                strum = rng.uniform(0, 0.02)
                length = beat * rng.uniform(0.3, 1.2)
                notes += [Note(start + n * strum, length, pitch, velocity(rng)) for n, pitch in enumerate(pitches)]
    return notes


def held(chords, beat, transpose, rng):
    notes = []
    for i in range(0, len(chords), 4):
        root, shape = chords[i]
        notes += [Note(i * beat, 4 * beat, 54 + (root + transpose) % 12 + step, velocity(rng)) for step in shape]
    return notes


def lead_pieces(symbolic_dir, rng):
    for _, data in shuffled(archive_members(symbolic_dir / "OpenEWLD.tar.gz", ".mxl"), rng):
        parts = read_musicxml(data, 60 / rng.uniform(80, 190))
        notes = upto(max(parts, key=len), 40) if parts else []
        if len(notes) > 8:
            transpose = int(rng.integers(-10, 15))
            yield [(int(rng.choice(LEADS)), [n._replace(pitch=n.pitch + transpose, velocity=velocity(rng)) for n in notes])]


def score_pieces(symbolic_dir, rng):
    """Songs of the classical repertoire on any instruments, the voice's part too."""
    for _, data in shuffled(archive_members(symbolic_dir / "OpenScore-Lieder-mxl.tar.gz", ".mxl"), rng)[:200]:
        parts = [upto(part, 30) for part in read_musicxml(data, 60 / rng.uniform(60, 140))]
        parts = [part for part in parts if len(part) > 8]
        if parts:
            programs = LEADS + PADS + PLUCKED_AND_KEYS
            yield [(int(rng.choice(programs)), [n._replace(velocity=velocity(rng)) for n in part]) for part in parts]


PIECES = {
    "drums": drum_pieces,
    "bass": bass_pieces,
    "harmony": harmony_pieces,
    "driven": driven_pieces,
    "lead": lead_pieces,
    "score": score_pieces,
}


def upto(notes, seconds):
    first = min((note.start for note in notes), default=0)
    return [n._replace(start=n.start - first) for n in notes if n.start - first < seconds]


def velocity(rng):
    return int(rng.integers(60, 122))


def synthesise(pieces, rng):
    events, offset = [], 0.0
    for piece in pieces:
        for layer, (program, notes) in enumerate(piece):
            channel = DRUM_CHANNEL if all(n.duration == 0.15 for n in notes) else layer
            pan = 64 if len(piece) == 1 else int(rng.integers(10, 118))
            events.append((offset, 0, mido.Message("program_change", channel=channel, program=program)))
            events.append((offset, 0, mido.Message("control_change", channel=channel, control=10, value=pan)))
            for n in notes:
                pitch = min(max(n.pitch, 0), 127)
                on = mido.Message("note_on", channel=channel, note=pitch, velocity=n.velocity)
                off = mido.Message("note_off", channel=channel, note=pitch)
                events += [(offset + n.start, 2, on), (offset + n.start + n.duration, 1, off)]
        offset += max(n.start + n.duration for _, notes in piece for n in notes) + PAUSE_SECONDS
    with tempfile.TemporaryDirectory() as folder:
        write_midi(events, f"{folder}/music.mid")
        font = SOUND_FONTS[int(rng.integers(len(SOUND_FONTS)))]
        command = ["fluidsynth", "-q", "-ni", "-g", "0.5", "-r", "44100", "-O", "s16", "-T", "wav", "-F"]
        subprocess.run([*command, f"{folder}/music.wav", font, f"{folder}/music.mid"], check=True, capture_output=True)
        return decode(f"{folder}/music.wav")


def write_midi(events, path):
    file = mido.MidiFile(ticks_per_beat=1000)
    track = mido.MidiTrack()
    file.tracks.append(track)
    track.append(mido.MetaMessage("set_tempo", tempo=1_000_000))
    now = 0
    for seconds, _, message in sorted(events, key=lambda event: event[:2]):
        tick = round(seconds * 1000)
        track.append(message.copy(time=tick - now))
        now = tick
    file.save(path)


def note_phrases(recordings, seconds, rng):
    """[2, samples]: two voices of recorded single notes, one after the other with short fades, at any pitch nearby."""
    clips = [decode(path, 1)[0].astype(np.float32) / 32768 for path in shuffled(recordings, rng)[:150]]
    clips = [clip for clip in clips if len(clip) > SAMPLE_RATE // 5]
    length = int(seconds * SAMPLE_RATE)
    out = np.zeros((2, length), np.float32)
    for _ in range(2):
        at, pan, at_pitch = 0, rng.uniform(0.2, 0.8), int(rng.integers(len(clips)))
        while at < length:
            at_pitch = int(np.clip(at_pitch + rng.integers(-12, 13), 0, len(clips) - 1))
            speed = 2 ** (rng.integers(-4, 5) / 12)
            wanted = int(rng.uniform(0.12, 1.6) * SAMPLE_RATE)
            source = clips[at_pitch]
            places = np.arange(0, min(len(source) - 1, wanted * speed), speed)
            note = np.interp(places, np.arange(len(source)), source).astype(np.float32)
            fade = min(400, len(note) // 2)
            note[-fade:] *= np.linspace(1, 0, fade)
            note *= rng.uniform(0.5, 1) / (np.abs(note).max() + 1e-3) * 0.5
            note = note[: length - at]
            out[0, at : at + len(note)] += pan * note
            out[1, at : at + len(note)] += (1 - pan) * note
            at += max(2000, len(note) - (fade if rng.random() < 0.8 else -int(rng.uniform(0, 0.5) * SAMPLE_RATE)))
    return to_int16(out)


def loop_medley(recordings, seconds, rng):
    """[2, samples]: loops, each a few times, with single hits over them."""
    clips = [decode(path).astype(np.float32) / 32768 for path in shuffled(recordings, rng)]
    loops = [c for c in clips if c.shape[1] > SAMPLE_RATE]
    hits = [c for c in clips if c.shape[1] <= SAMPLE_RATE]
    length = int(seconds * SAMPLE_RATE)
    out = np.zeros((2, length), np.float32)
    at = 0
    while at < length:
        loop = loops[int(rng.integers(len(loops)))][:, : 12 * SAMPLE_RATE]
        for _ in range(int(rng.integers(1, 4))):
            part = loop[:, : max(0, length - at)]
            out[:, at : at + part.shape[1]] += 0.7 * part
            at += loop.shape[1]
    for at in np.arange(0, length - SAMPLE_RATE, SAMPLE_RATE // 4):
        if rng.random() < 0.4:
            hit = hits[int(rng.integers(len(hits)))]
            out[:, at : at + hit.shape[1]] += rng.uniform(0.2, 0.6) * hit
    return to_int16(out / max(1, np.abs(out).max()))
