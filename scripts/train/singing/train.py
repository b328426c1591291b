"""Trains the network that sings.

    python train.py FRAMES ALIGNMENT.json OUT_DIR --steps 1200

FRAMES.f32 and FRAMES.json are measure-frames.ts's, with --noise. The sentences of every 40th prompt are
held out."""

import argparse
import os
import re

import numpy as np
import torch
import torch.nn.functional as F

from net import VOICED, Singer
from sentences import BANDS, read_sentences

BATCH, LENGTH = 16, 256
RATE, LAST_RATE, WARM = 1.5e-3, 2e-5, 100
AVERAGING = 0.99
HELD_OUT = 40
# Of the losses, against the shapes' own: their movement, loudness, voicing, noise.
MOVES, LOUDNESS, VOICING, NOISE = 0.5, 0.3, 0.3, 0.2


def main():
    options = parse()
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    random = np.random.default_rng(options.seed)
    training, held_out = split(read_sentences(options.frames, options.alignment))
    print(len(training), "sentences,", len(held_out), "held out", flush=True)
    net, average = Singer(), Singer()
    learn_scale(net, training)
    average.load_state_dict(net.state_dict())
    average.eval()
    optimiser = torch.optim.AdamW(net.parameters(), RATE, weight_decay=0.05)
    for step in range(1, options.steps + 1):
        done = step / options.steps
        for group in optimiser.param_groups:
            group["lr"] = min(1, step / WARM) * (LAST_RATE + (RATE - LAST_RATE) * (1 + np.cos(np.pi * done)) / 2)
        loss = sum(losses(net, batch(training, random)).values())
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1)
        optimiser.step()
        with torch.no_grad():
            for mine, theirs in zip(average.parameters(), net.parameters()):
                mine.lerp_(theirs, 1 - AVERAGING)
        if step % 100 == 0:
            report(average, held_out, step)
            save(average, training, options.out)


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("frames")
    parser.add_argument("alignment")
    parser.add_argument("out")
    parser.add_argument("--steps", type=int, default=1200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    return options


def split(sentences):
    """By prompt: some are read twice."""
    prompt = [re.match(r"arctic_(\w+?)_", sentence[0])[1] for sentence in sentences]
    chosen = set(sorted(set(prompt))[::HELD_OUT])
    pairs = list(zip(prompt, sentences))
    return [s for p, s in pairs if p not in chosen], [s for p, s in pairs if p in chosen]


def learn_scale(net, sentences):
    values = np.concatenate([s[3] for s in sentences])
    weights = np.concatenate([s[4] for s in sentences]) + 1e-6
    mean = (values * weights).sum(0) / weights.sum(0)
    deviation = np.sqrt((weights * (values - mean) ** 2).sum(0) / weights.sum(0))
    net.mean.copy_(torch.from_numpy(mean))
    net.scale.copy_(torch.from_numpy(deviation))


def batch(sentences, random):
    items = []
    while len(items) < BATCH:
        _, ids, cues, values, weights = sentences[random.integers(len(sentences))]
        if len(ids) <= LENGTH:
            continue
        start = random.integers(len(ids) - LENGTH)
        items.append([x[start : start + LENGTH] for x in (ids, cues, values, weights)])
    return [torch.from_numpy(np.stack(x)) for x in zip(*items)]


def losses(net, examples):
    ids, cues, values, weights = examples
    found = net(ids, cues)
    wanted = (values - net.mean) / net.scale
    error = (found - wanted) * weights
    moves = error[:, 1:, :BANDS] - error[:, :-1, :BANDS]
    voicing = F.binary_cross_entropy_with_logits(found[..., VOICED], values[..., VOICED], reduction="none")
    return {
        "shapes": error[..., :BANDS].abs().mean(),
        "moves": MOVES * moves.abs().mean(),
        "loudness": LOUDNESS * error[..., BANDS].abs().mean(),
        "voicing": VOICING * (voicing * weights[..., VOICED]).mean(),
        "noise": NOISE * error[..., VOICED + 1 :].abs().mean(),
    }


def report(net, sentences, step):
    with torch.no_grad():
        rows = [losses(net, [torch.from_numpy(x)[None] for x in s[1:]]) for s in sentences]
    found = {key: float(np.mean([row[key] for row in rows])) for key in rows[0]}
    print(f"{step} " + " ".join(f"{key} {value:.4f}" for key, value in found.items()), flush=True)


def save(net, sentences, folder):
    """With the gains that give back the variety of what was read."""
    with torch.no_grad():
        found = np.concatenate([net(*[torch.from_numpy(x)[None] for x in s[1:3]])[0].numpy() for s in sentences[::20]])
    values = np.concatenate([s[3] for s in sentences[::20]])
    weights = np.concatenate([s[4] for s in sentences[::20]]) > 0.5
    wanted = (values - net.mean.numpy()) / net.scale.numpy()
    gain = [np.std(wanted[w, b]) / np.std(found[w, b]) for b, w in enumerate(weights.T[:BANDS])]
    net.gain[:BANDS] = torch.tensor(np.array(gain, "f4"))
    torch.save(net.state_dict(), os.path.join(folder, "singer.pt"))


if __name__ == "__main__":
    main()
