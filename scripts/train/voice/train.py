"""Trains the voice network.

    python train.py FRAMES_DIR OUT_DIR --minutes 70

The network learns to give recordings back from their content and their voice. What goes into the
content is heard through warped formants, another pitch's resolution and noise, so that it can't tell
whose voice it is; the voice comes from elsewhere in the same speaker's recordings. Besides, every
example is sung by another speaker of the batch, which must be recognised as that speaker and keep
the content. In the second half, a discriminator that knows the speakers keeps envelopes from being
averages."""

import argparse
import copy
import os
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from frames import BANDS, HEARD, PAIR, blur_matrix, read_speakers, warp_matrix
from net import CONTENT, VOICE, ContentEncoder, Decoder, VoiceEncoder

SINGERS = ("sodium", "potassium", "caesium", "lithium")
HELD_OUT = 25  # speakers of LibriSpeech, every tenth, that are never trained on
BATCH = 24
SOURCE, REFERENCE = 240, 320  # frames of an example and of the piece that shows its voice
NOISE = 0.5  # on content of variance 1
# Pseudo-speakers: whole voices with their formants moved.
PSEUDO = (0.86, 0.93, 1.0, 1.07, 1.15)
CONSISTENCY, RECOGNISED, KEPT, ADVERSARIAL, MATCHING = 0.3, 0.15, 0.3, 0.1, 0.5


def main():
    options = parse()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    random = np.random.default_rng(options.seed)
    speakers, held_out = split(read_speakers(options.frames, SINGERS))
    print(f"{len(speakers)} speakers, {len(held_out)} held out", flush=True)
    batches = Batches(speakers, random)
    model = Model(len(speakers) * len(PSEUDO))
    print(sum(p.numel() for p in model.parameters()) / 1e6, "M parameters", flush=True)
    started, step = time.time(), 0
    while (elapsed := (time.time() - started) / 60 / options.minutes) < 1:
        model.step(batches.next(), elapsed)
        step += 1
        if step % 250 == 0:
            model.report(step, elapsed, Batches(held_out, np.random.default_rng(0)))
            model.save(os.path.join(options.out, "voice.pt"))
    model.save(os.path.join(options.out, "voice.pt"))


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("frames")
    parser.add_argument("out")
    parser.add_argument("--minutes", type=float, default=70)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    return options


def split(speakers):
    narrow = sorted((s for s in speakers if not s.wide), key=lambda s: s.name)
    held_out = narrow[:: len(narrow) // HELD_OUT][:HELD_OUT]
    names = {speaker.name for speaker in held_out}
    return [s for s in speakers if s.name not in names], held_out


class Batches:
    """Random examples; the few speakers with much material and the singers are heard more often."""

    def __init__(self, speakers, random):
        self.speakers, self.random = speakers, random
        chances = np.array([6 if s.sings else 10 if s.wide else 1 for s in speakers], "f8")
        self.chances = chances / chances.sum()
        factors = np.linspace(0.8, 1.25, 19)
        blurs = (0, 0, 0, 150, 220, 320, 450)
        self.warps = [warp_matrix(f) for f in factors]
        self.blurs = [np.eye(BANDS, dtype="f4") if b == 0 else blur_matrix(b) for b in blurs]
        self.pseudo = [warp_matrix(f) for f in PSEUDO]

    def next(self, size=BATCH):
        items = [self.item() for _ in range(size)]
        return {key: torch.from_numpy(np.stack([i[key] for i in items])) for key in items[0]}

    def item(self):
        random = self.random
        which = random.choice(len(self.speakers), p=self.chances)
        speaker = self.speakers[which]
        pseudo = random.integers(len(PSEUDO)) if random.random() < 0.5 else PSEUDO.index(1.0)
        source, reference = self.pieces(speaker)
        moved = self.pseudo[pseudo]
        target = speaker.deviations[source] @ moved.T
        voiced = speaker.voiced[source]
        loudness = speaker.loudness[source] / 4 + random.uniform(-0.1, 0.1)
        pitch = speaker.pitch[source]
        relative = np.where(voiced > 0, pitch - speaker.median_pitch, 0)
        views = [self.disguised(target, voiced, loudness, pitch) for _ in range(2)]
        return {
            "label": np.int64(which * len(PSEUDO) + pseudo),
            "wide": np.float32(speaker.wide),
            "view": views[0],
            "view2": views[1],
            "cues": pairs(np.stack([voiced, loudness, relative], axis=1)),
            "absolute": pairs(np.stack([voiced, loudness, np.where(voiced > 0, pitch, 0)], axis=1)),
            "target": pairs(target),
            "weight": pairs(weights(voiced, loudness)[:, None]),
            "reference": self.shown(speaker, reference, moved),
            "heard": pairs(speaker.voiced[reference][:, None]).max(axis=1).astype("f4"),
        }

    def pieces(self, speaker):
        """Two pieces, apart where the recordings are long enough."""
        length = len(speaker.voiced)
        for _ in range(20):
            a = self.random.integers(max(1, length - SOURCE))
            b = self.random.integers(max(1, length - REFERENCE))
            apart = b + REFERENCE <= a or a + SOURCE <= b or length < SOURCE + 2 * REFERENCE
            spoken = speaker.voiced[a : a + SOURCE].mean() > 0.2
            if apart and spoken and speaker.voiced[b : b + REFERENCE].mean() > 0.2:
                break
        return around(a, SOURCE, length), around(b, REFERENCE, length)

    def disguised(self, target, voiced, loudness, pitch):
        """What the content encoder hears: formants, resolution and pitch of anybody."""
        random = self.random
        warp = self.warps[random.integers(len(self.warps))]
        blur = self.blurs[random.integers(len(self.blurs))]
        bands = target @ (blur @ warp).T[:, :HEARD] + 0.05 * random.standard_normal((SOURCE, HEARD))
        pitch = np.where(voiced > 0, pitch + random.uniform(-0.5, 0.5), 0)
        cues = np.stack([voiced, loudness, pitch], axis=1)
        return pairs(np.concatenate([bands, cues], axis=1))

    def shown(self, speaker, reference, moved):
        bands = (speaker.deviations[reference] @ moved.T)[:, :HEARD]
        cues = [speaker.voiced[reference], speaker.loudness[reference] / 4, speaker.pitch[reference]]
        return pairs(np.concatenate([bands, np.stack(cues, axis=1)], axis=1))


def around(start, count, length):
    return np.minimum(np.arange(start, start + count), length - 1)


def weights(voiced, loudness):
    """Of the frames' errors: voiced 1, consonants less, silence nothing."""
    audible = np.clip((loudness * 4 + 5) / 2, 0, 1)
    return audible * np.where(voiced > 0, 1, 0.4)


def pairs(rows):
    """[frames × n] → [frames / 2 × 2n]"""
    return np.ascontiguousarray(rows.reshape(len(rows) // PAIR, -1), dtype="f4")


class Critic(nn.Module):
    """Tells measured envelopes from made ones, knowing whose they should be."""

    def __init__(self):
        super().__init__()
        widths = (1, 24, 48, 64, 64)
        self.layers = nn.ModuleList(
            nn.utils.parametrizations.spectral_norm(nn.Conv2d(a, b, 4, stride=2, padding=1))
            for a, b in zip(widths, widths[1:])
        )
        self.judge = nn.Conv2d(widths[-1], 1, 3, padding=1)
        self.know = nn.Linear(VOICE, widths[-1])

    def forward(self, envelopes, voice):
        """envelopes [batch, time, PAIR × HEARD] → scores, features of every layer"""
        x = envelopes.reshape(len(envelopes), 1, -1, HEARD)
        features = []
        for layer in self.layers:
            x = F.leaky_relu(layer(x), 0.2)
            features.append(x)
        known = (x * self.know(voice)[:, :, None, None]).mean(dim=1)
        return self.judge(x).squeeze(1) + known, features


class Model:
    def __init__(self, classes):
        self.content, self.voice, self.decoder = ContentEncoder(), VoiceEncoder(), Decoder()
        self.classes = nn.Parameter(torch.randn(classes, VOICE) * 0.1)
        self.critic = Critic()
        self.judge_voice, self.judge_content = self.judges()
        self.makers = [self.content, self.voice, self.decoder]
        self.optimiser = torch.optim.AdamW(
            [p for m in self.makers for p in m.parameters()] + [self.classes],
            lr=1e-3, betas=(0.8, 0.98), weight_decay=0.01,
        )
        self.critic_optimiser = torch.optim.AdamW(self.critic.parameters(), lr=4e-4, betas=(0.5, 0.9))
        self.averages = [copy.deepcopy(m).eval() for m in self.makers]
        self.sums, self.count = {}, 0

    def judges(self):
        return [copy.deepcopy(m).eval().requires_grad_(False) for m in (self.voice, self.content)]

    def parameters(self):
        return [p for m in self.makers for p in m.parameters()]

    def step(self, batch, elapsed):
        warm = min(1, elapsed / 0.02 + 0.01)
        rate = warm * (0.5 + 0.5 * np.cos(np.pi * elapsed)) + 0.02
        for optimiser, top in ((self.optimiser, 1e-3), (self.critic_optimiser, 4e-4)):
            for group in optimiser.param_groups:
                group["lr"] = top * rate
        adversarial = elapsed > 0.45
        with torch.autocast("cpu", torch.bfloat16):
            made = self.make(batch)
            losses = self.losses(batch, made, elapsed)
            if adversarial:
                losses |= self.fooling(batch, made, min(1, (elapsed - 0.45) / 0.05))
        self.optimiser.zero_grad(set_to_none=True)
        sum(losses.values()).backward()
        nn.utils.clip_grad_norm_(self.parameters(), 1.0)
        self.optimiser.step()
        if adversarial:
            losses["critic"] = self.train_critic(batch, made)
        self.follow()
        self.note(losses)

    def make(self, batch):
        content, content2 = self.content(batch["view"]), self.content(batch["view2"])
        voice = self.voice(batch["reference"], batch["heard"])
        noisy = content + NOISE * torch.randn_like(content)
        other = torch.roll(torch.arange(len(voice)), 1)
        cues = batch["cues"]
        return {
            "content": content,
            "content2": content2,
            "voice": voice,
            "other": other,
            "same": self.decoder(noisy, cues, voice).float(),
            "crossed": self.decoder(noisy, cues, voice[other].detach()).float(),
        }

    def losses(self, batch, made, elapsed):
        cross = min(1, elapsed / 0.15)
        heard = batch["weight"].mean(dim=2)
        error = self.error(batch, made["same"])
        logits = 12 * F.normalize(made["voice"], dim=1) @ F.normalize(self.classes, dim=1).T
        crossed = self.as_heard(made["crossed"], batch["absolute"])
        voiced = batch["absolute"].reshape(len(crossed), -1, PAIR, 3)[..., 0].amax(dim=2)
        recognised = self.judge_voice(crossed, voiced)
        wanted = made["voice"][made["other"]].detach()
        cosine = F.cosine_similarity(recognised, wanted, dim=1)
        content = self.judge_content(crossed)
        kept = ((content - made["content"].detach()) ** 2).mean(dim=2)
        return {
            "error": error,
            "speaker": 0.1 * F.cross_entropy(logits, batch["label"], label_smoothing=0.1),
            "consistent": CONSISTENCY * ((made["content"] - made["content2"]) ** 2).mean(),
            "recognised": cross * RECOGNISED * (1 - cosine).mean(),
            "kept": cross * KEPT * (kept * heard).sum() / heard.sum(),
        }

    def error(self, batch, made):
        """Mean absolute error of the bands that the recordings have, and of their movement."""
        shape = (len(made), -1, BANDS)
        made, target = made.reshape(shape), batch["target"].reshape(shape)
        weight = batch["weight"].reshape(len(made), -1, 1).expand(-1, -1, BANDS).clone()
        weight[:, :, HEARD:] *= batch["wide"][:, None, None]
        still = ((made - target).abs() * weight).sum() / weight.sum()
        moving = made.diff(dim=1) - target.diff(dim=1)
        return still + 0.5 * (moving.abs() * weight[:, 1:]).sum() / weight.sum()

    def as_heard(self, made, absolute):
        bands = made.reshape(len(made), -1, PAIR, BANDS)[..., :HEARD]
        cues = absolute.reshape(len(made), -1, PAIR, 3)
        return torch.cat([bands, cues], dim=-1).flatten(2)

    def audible(self, batch, made):
        """Only what is heard may be judged."""
        weight = (batch["weight"] > 0.2).float().reshape(len(made), -1, PAIR, 1)
        bands = made.reshape(len(made), -1, PAIR, BANDS)[..., :HEARD]
        return (bands * weight).flatten(2)

    def fooling(self, batch, made, share):
        voice, other = made["voice"].detach(), made["other"]
        self.critic.requires_grad_(False)
        crossed, _ = self.critic(self.audible(batch, made["crossed"]), voice[other])
        same, features = self.critic(self.audible(batch, made["same"]), voice)
        with torch.no_grad():
            _, wanted = self.critic(self.audible(batch, batch["target"]), voice)
        self.critic.requires_grad_(True)
        matching = sum((a - b).abs().mean() for a, b in zip(features, wanted))
        return {
            "fooling": -share * ADVERSARIAL * (crossed.mean() + same.mean()) / 2,
            "matching": share * MATCHING * matching,
        }

    def train_critic(self, batch, made):
        voice, other = made["voice"].detach().float(), made["other"]
        made = {name: value.float() for name, value in made.items() if name in ("same", "crossed")}
        real, _ = self.critic(self.audible(batch, batch["target"]), voice)
        stranger, _ = self.critic(self.audible(batch, batch["target"]), voice[other])
        same, _ = self.critic(self.audible(batch, made["same"].detach()), voice)
        crossed, _ = self.critic(self.audible(batch, made["crossed"].detach()), voice[other])
        false = [F.relu(1 + x).mean() for x in (same, crossed, stranger)]
        loss = F.relu(1 - real).mean() + sum(false) / 3
        self.critic_optimiser.zero_grad(set_to_none=True)
        loss.backward()
        self.critic_optimiser.step()
        return loss.detach()

    def follow(self):
        """Averages of the weights, which are what ships, and the judges, which lag behind."""
        with torch.no_grad():
            for average, maker in zip(self.averages, self.makers):
                blend_into(average, maker, 0.998)
            blend_into(self.judge_voice, self.voice, 0.98)
            blend_into(self.judge_content, self.content, 0.98)

    def note(self, losses):
        self.count += 1
        for name, value in losses.items():
            self.sums[name] = self.sums.get(name, 0) + float(value.detach())

    @torch.no_grad()
    def report(self, step, elapsed, batches):
        content, voice, decoder = self.averages
        batch = batches.next(96)
        z = content(batch["view"])
        s = voice(batch["reference"], batch["heard"])
        same = self.error(batch, decoder(z, batch["cues"], s))
        other = self.error(batch, decoder(z, batch["cues"], torch.roll(s, 1, 0)))
        mean = self.error(batch, torch.zeros_like(batch["target"]))
        means = " ".join(f"{name} {value / self.count:.3f}" for name, value in self.sums.items())
        print(
            f"{step} {elapsed:.2f} {means} | held out: own voice {same:.3f} another's {other:.3f}"
            f" nothing {mean:.3f}",
            flush=True,
        )
        self.sums, self.count = {}, 0

    def save(self, path):
        names = ("content", "voice", "decoder")
        state = {name: average.state_dict() for name, average in zip(names, self.averages)}
        torch.save(state, path + ".part")
        os.replace(path + ".part", path)


def blend_into(average, newest, keep):
    for a, b in zip(average.state_dict().values(), newest.state_dict().values()):
        if a.dtype.is_floating_point:
            a.mul_(keep).add_(b, alpha=1 - keep)
        else:
            a.copy_(b)


if __name__ == "__main__":
    main()
