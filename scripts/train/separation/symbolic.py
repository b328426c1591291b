"""Reading symbolic music as notes: Groove MIDI, McGill Billboard's chords, MusicXML (OpenEWLD, OpenScore Lieder)."""

import re
import tarfile
import zipfile
from collections import namedtuple
from io import BytesIO
from xml.etree import ElementTree

import mido

# Times in seconds, pitch as a MIDI number, velocity 1…127.
Note = namedtuple("Note", "start duration pitch velocity")

PITCH_CLASSES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
# Semitones above the root, by how the chord's name starts (the longest match counts).
CHORD_SHAPES = {
    "maj": (0, 4, 7), "min": (0, 3, 7), "7": (0, 4, 7, 10), "min7": (0, 3, 7, 10), "maj7": (0, 4, 7, 11),
    "sus4": (0, 5, 7), "sus2": (0, 2, 7), "dim": (0, 3, 6), "aug": (0, 4, 8), "5": (0, 7), "1": (0,),
    "9": (0, 4, 7, 10, 14), "min9": (0, 3, 7, 10, 14), "maj6": (0, 4, 7, 9), "min6": (0, 3, 7, 9), "hdim7": (0, 3, 6, 10),
}  # fmt: skip


def archive_members(path, suffix):
    """(name, bytes) of the files of a tar archive that end with `suffix`, sorted by name."""
    with tarfile.open(path) as archive:
        members = sorted((m for m in archive.getmembers() if m.isfile() and m.name.endswith(suffix)), key=lambda m: m.name)
        for member in members:
            yield member.name, archive.extractfile(member).read()


def read_drums(data):
    """The notes of a Groove MIDI file."""
    notes, now = [], 0.0
    for message in mido.MidiFile(file=BytesIO(data)):
        now += message.time
        if message.type == "note_on" and message.velocity > 0:
            notes.append(Note(now, 0.15, message.note, message.velocity))
    return notes


def read_billboard(text):
    """A song's chords, two or four to a bar as written: a list of (root 0…11, shape), one for each beat of the form."""
    chords = []
    for bar in re.findall(r"\|([^|\n]*)(?=\|)", text):
        cells = [cell for cell in bar.split() if not cell.startswith("(")]
        bar_chords = []
        for cell in cells:
            chord = parse_chord(cell)
            bar_chords.append(chord or (bar_chords[-1] if bar_chords else None))
        bar_chords = [chord for chord in bar_chords if chord]
        if not bar_chords:
            continue
        chords += [bar_chords[beat * len(bar_chords) // 4] for beat in range(4)]
    return chords


def parse_chord(cell):
    match = re.match(r"([A-G])([#b]*):([^/()]*)", cell)
    if not match:
        return None
    letter, accidentals, kind = match.groups()
    root = (PITCH_CLASSES[letter] + accidentals.count("#") - accidentals.count("b")) % 12
    shape = max((name for name in CHORD_SHAPES if kind.startswith(name)), key=len, default="maj")
    return root, CHORD_SHAPES[shape]


def read_musicxml(data, seconds_per_quarter):
    """The parts of a compressed MusicXML score, each a list of notes. Repeats and tempo marks are not followed."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".xml") and not n.startswith("META-INF"))
        root = ElementTree.fromstring(archive.read(name))
    return [read_part(part, seconds_per_quarter) for part in root.iter("part")]


def read_part(part, seconds_per_quarter):
    notes, now, last, divisions = [], 0.0, 0.0, 1
    for measure in part.iter("measure"):
        for element in measure:
            if element.tag == "attributes" and element.find("divisions") is not None:
                divisions = int(element.find("divisions").text)
            if element.tag not in ("note", "backup", "forward") or element.find("duration") is None:
                continue
            seconds = int(element.find("duration").text) / divisions * seconds_per_quarter
            if element.tag == "backup":
                now -= seconds
            elif element.tag == "forward":
                now += seconds
            else:
                start = last if element.find("chord") is not None else now
                if element.find("pitch") is not None:
                    notes.append(Note(start, seconds, midi_pitch(element.find("pitch")), 80))
                if element.find("chord") is None:
                    last, now = now, now + seconds
    return notes


def midi_pitch(pitch):
    alter = pitch.find("alter")
    semitones = int(float(alter.text)) if alter is not None else 0
    return 12 * (int(pitch.find("octave").text) + 1) + PITCH_CLASSES[pitch.find("step").text] + semitones
