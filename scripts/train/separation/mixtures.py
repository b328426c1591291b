"""Endless training mixtures from the clips of prepare.py: parts of any song over parts of any other."""

from pathlib import Path

import numpy as np
from scipy import fft

from recordings import SAMPLE_RATE

MIX_RMS = 0.1  # −20 dBFS
SILENT_RMS = 0.003
ROOMS = 64
ROOM_LENGTH = int(1.3 * SAMPLE_RATE)

# What the voice of a mixture is, and what plays beside it.
# There are four songs, so each is heard seldom enough not to be learned by heart.
VOICE_KINDS = {"sung": 0.45, "melodic": 0.40, "spoken": 0.15}
NO_VOICE = 0.07
# Mixtures that are one moment of a real song, voice and band together: only there do they keep time and key.
WHOLE_SONGS = 0.04
SECOND_VOICE = 0.3
# Shares of mixtures whose band is one real song's, of several songs', with made parts, or only made.
BANDS = {"song": 0.12, "songs": 0.28, "mixed": 0.35, "made": 0.25}
BAND_KINDS = ("drums", "bass", "music")
VOICE_GAIN_DB = (-9, 6)


class Mixtures:
    def __init__(self, folder, seed):
        self.rng = np.random.default_rng(seed)
        paths = {kind.name: sorted(kind.glob("*.npy")) for kind in sorted(Path(folder).iterdir()) if kind.is_dir()}
        self.clips = {kind: [np.load(path) for path in found] for kind, found in paths.items()}
        self.rooms = make_rooms(self.rng)
        self.songs = song_groups(self.clips, {kind: [path.stem for path in found] for kind, found in paths.items()})
        self.weights = {
            kind: np.array([c.shape[1] for c in clips], float) ** 0.7 for kind, clips in self.clips.items()
        }  # less than by length, so that every speaker is heard

    def batch(self, count, length):
        """voices, bands: [count, 2, length] float32, whose sum has an rms of MIX_RMS."""
        pairs = [self.mixture(length) for _ in range(count)]
        return np.stack([voice for voice, _ in pairs]), np.stack([band for _, band in pairs])

    def mixture(self, length):
        while True:
            band, voice = self.whole_song(length) if self.chance(WHOLE_SONGS) else (self.band(length), self.voice(length))
            if rms(band) < SILENT_RMS:
                continue
            voice = voice * self.voice_gain(voice, band)
            voice, band = self.mastered(voice, band)
            scale = MIX_RMS / rms(voice + band) * 10 ** (self.rng.normal(0, 3) / 20)
            return voice * scale, band * scale

    def voice_gain(self, voice, band):
        if self.chance(NO_VOICE) or rms(voice) < SILENT_RMS:
            return 0.0
        wanted = 10 ** (self.rng.uniform(*VOICE_GAIN_DB) / 20)
        return wanted * rms(band) / rms(voice)

    # Voices

    def voice(self, length):
        voice = self.one_voice(length)
        if self.chance(SECOND_VOICE):
            voice = voice + self.one_voice(length) * 10 ** (self.rng.uniform(-12, 0) / 20)
        return voice

    def one_voice(self, length):
        kind = self.rng.choice(list(VOICE_KINDS), p=list(VOICE_KINDS.values()))
        voice = self.levelled(self.part(kind, length, 5))
        if kind == "sung":
            voice = self.coloured(voice) if self.chance(0.8) else voice
            return self.in_room(voice, 0.3)
        if self.chance(0.15):
            voice = voice + self.choir(kind, length)
        return self.in_room(self.coloured(self.placed(voice, 0.75)), 0.8)

    def choir(self, kind, length):
        """More of them, each at a place of its own."""
        others = (self.placed(self.levelled(self.part(kind, length, 5)), 0.1) for _ in range(self.rng.integers(2, 4)))
        return sum(others) * 0.6

    # Bands

    def band(self, length):
        kind = self.rng.choice(list(BANDS), p=list(BANDS.values()))
        if kind == "song":
            return self.altered(self.song_parts(length, BAND_KINDS)[0])
        made = "-made" if kind == "made" else ""
        parts = [self.band_part("music" + made, length)]
        if self.chance(0.8):
            parts.append(self.band_part("drums" + made, length))
        if self.chance(0.75):
            parts.append(self.band_part("bass" + made, length))
        if kind == "mixed" or (kind == "made" and self.chance(0.6)):
            parts.append(self.band_part("music-made", length))
        return sum(parts)

    def band_part(self, kind, length):
        part = self.levelled(self.part(kind, length, 4))
        part = self.altered(part)
        if kind == "music-made" and self.chance(0.25):
            part = self.driven(part)
        return part * 10 ** (self.rng.uniform(-9, 3) / 20)

    def whole_song(self, length):
        band, voice = self.song_parts(length, BAND_KINDS, ("sung",))
        return (self.coloured(band) if self.chance(0.5) else band), (self.coloured(voice) if self.chance(0.5) else voice)

    def song_parts(self, length, *groups):
        """One song at one moment, as it was mixed but for small changes of level: for each group of kinds, their sum."""
        song = self.songs[self.rng.integers(len(self.songs))]
        clips = [[clip for kind, clip in song if kind in kinds] for kinds in groups]
        start = int(self.rng.integers(0, min(clip.shape[1] for _, clip in song) - 2 * length))
        speed = self.speed(3)
        level = lambda: np.float32(10 ** (self.rng.uniform(-3, 3) / 20))
        return [sum(taken(clip, start, length, speed) * level() for clip in group) for group in clips]

    def altered(self, part):
        part = self.coloured(part) if self.chance(0.7) else part
        if self.chance(0.3):
            part = self.widened(part)
        return self.in_room(part, 0.15)

    # Clips

    def part(self, kind, length, semitones):
        """[2, length] of a clip, where it isn't silent if that can be found soon."""
        clips, weights = self.clips[kind], self.weights[kind]
        for _ in range(6):
            clip = clips[self.rng.choice(len(clips), p=weights / weights.sum())]
            speed = self.speed(semitones)
            needed = int(length * speed) + 4
            if clip.shape[1] <= needed:
                clip = np.tile(clip, (1, needed // clip.shape[1] + 2))
            part = taken(clip, int(self.rng.integers(0, clip.shape[1] - needed)), length, speed)
            if rms(part) > SILENT_RMS:
                break
        return np.repeat(part, 2, 0) if len(part) == 1 else part

    def speed(self, semitones):
        return 2 ** (self.rng.uniform(-semitones, semitones) / 12) if self.chance(0.75) else 1.0

    def levelled(self, part):
        return part * (MIX_RMS / max(rms(part), SILENT_RMS))

    # Sound

    def placed(self, voice, centre):
        if self.chance(centre):
            return voice
        pan = self.rng.uniform(0, np.pi / 2)
        return voice * np.array([[np.cos(pan)], [np.sin(pan)]], np.float32) * 1.414

    def widened(self, part):
        mid, side = (part[0] + part[1]) / 2, (part[0] - part[1]) / 2
        side = side * self.rng.uniform(0, 1.8)
        if self.chance(0.3):
            delay = int(self.rng.uniform(0.002, 0.02) * SAMPLE_RATE)
            side = side + np.roll(mid, delay) * self.rng.uniform(0.2, 0.8)
        swap = -1 if self.chance(0.5) else 1
        return np.stack([mid + swap * side, mid - swap * side])

    def coloured(self, part):
        """Three bells or shelves of up to ±9 dB, and now and then a high or low cut."""
        size = fft.next_fast_len(part.shape[1] + 1024)
        octaves = np.log2(fft.rfftfreq(size, 1 / SAMPLE_RATE) + 1).astype(np.float32)
        curve = np.zeros_like(octaves)
        for _ in range(3):
            centre, width = self.rng.uniform(6.3, 13.4), self.rng.uniform(0.3, 2)
            curve += np.float32(self.rng.uniform(-7, 7)) * np.exp(-(((octaves - centre) / width) ** 2))
        if self.chance(0.2):
            curve -= 12 * np.maximum(0, octaves - self.rng.uniform(11.5, 13.2)).astype(np.float32)
        if self.chance(0.2):
            curve -= 12 * np.maximum(0, self.rng.uniform(6.5, 8) - octaves).astype(np.float32)
        spectrum = fft.rfft(part, size) * np.exp(curve * np.float32(np.log(10) / 20))
        return fft.irfft(spectrum, size)[:, : part.shape[1]]

    def in_room(self, part, probability):
        if not self.chance(probability):
            return part
        length = part.shape[1]
        size = fft.next_fast_len(length + ROOM_LENGTH)
        room = self.rooms[self.rng.integers(len(self.rooms))]
        tail = fft.irfft(fft.rfft(part, size) * fft.rfft(room, size), size)
        delay = int(self.rng.uniform(0, 0.06) * SAMPLE_RATE)
        wet = np.zeros_like(part)
        wet[:, delay:] = tail[:, : length - delay]
        return part + wet * np.float32(self.rng.uniform(0.05, 0.6))

    def driven(self, part):
        gain = 10 ** (self.rng.uniform(6, 30) / 20) / MIX_RMS * 0.3
        return np.tanh(part * gain + self.rng.uniform(0, 0.3)).astype(np.float32) * MIX_RMS

    def mastered(self, voice, band):
        """One compressor over both, as on a master: their sum stays the mix."""
        if not self.chance(0.4):
            return voice, band
        mix = np.abs(voice + band).max(0)
        hop = 128
        envelope = mix[: len(mix) // hop * hop].reshape(-1, hop).max(1)
        smooth = np.convolve(np.pad(envelope, 8, mode="edge"), np.hanning(17) / 8, "same")[8:-8]
        threshold = np.quantile(smooth, self.rng.uniform(0.3, 0.9)) + 1e-4
        gain = np.minimum(1, (threshold / (smooth + 1e-6)) ** self.rng.uniform(0.3, 1))
        gain = np.interp(np.arange(len(mix)), np.arange(len(gain)) * hop + hop / 2, gain).astype(np.float32)
        return voice * gain, band * gain

    def chance(self, probability):
        return self.rng.random() < probability


def make_rooms(rng):
    """Stereo tails of exponentially falling noise [ROOMS, 2, ROOM_LENGTH], each of energy 1."""
    seconds = rng.uniform(0.2, 2.2, (ROOMS, 1, 1))
    rooms = rng.normal(0, 1, (ROOMS, 2, ROOM_LENGTH)) * np.exp(-6.9 * np.arange(ROOM_LENGTH) / (seconds * SAMPLE_RATE))
    return (rooms / np.sqrt((rooms**2).sum(2, keepdims=True))).astype(np.float32)


def song_groups(clips, names):
    """The clips of each real song: [[(kind, clip), …], …]."""
    groups = {}
    for kind in (*BAND_KINDS, "sung"):
        for clip, name in zip(clips[kind], names[kind]):
            groups.setdefault(name.split("-")[0], []).append((kind, clip))
    return list(groups.values())


def taken(clip, start, length, speed):
    """`length` samples from `start` on, played `speed` times as fast (cubic interpolation), in ±1."""
    if speed == 1.0:
        return clip[:, start : start + length].astype(np.float32) / 32768
    places = np.arange(length, dtype=np.float64) * speed
    whole = places.astype(np.int64)
    x = (places - whole).astype(np.float32)
    part = clip[:, start : start + int(length * speed) + 4].astype(np.float32)
    a, b, c, d = (part[:, whole + n] for n in range(4))
    cubic = b + 0.5 * x * (c - a + x * (2 * a - 5 * b + 4 * c - d + x * (3 * (b - c) + d - a)))
    return cubic / 32768


def rms(samples):
    return float(np.sqrt(np.mean(samples**2)))
