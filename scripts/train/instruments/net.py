"""The network: pitch, loudness and instrument → partials and bands of noise, every 10 ms."""

import torch
import torch.nn.functional as F
from torch import nn

from measure import NOISE_BANDS, PARTIALS
from notes import INSTRUMENTS

WIDTH = 128
EMBEDDING = 16
# Bumps over the pitch, one every two semitones.
PITCH_LOWEST, PITCH_STEP, PITCH_BUMPS = 32, 2, 34
# Outputs are decibels relative to the loudness, in tens.
SCALE = 10.0
# Dilation of each block, and how many of its frames lie ahead: 30 ms in all, since the page plays live.
BLOCKS = ((1, 1), (2, 2), (4, 0), (8, 0))


class Block(nn.Module):
    """ConvNeXt in time, scaled and shifted by the instrument (FiLM)."""

    def __init__(self, dilation, ahead):
        super().__init__()
        self.pad = (4 * dilation - ahead, ahead)
        self.spread = nn.Conv1d(WIDTH, WIDTH, 5, dilation=dilation, groups=WIDTH)
        self.norm = nn.LayerNorm(WIDTH)
        self.film = nn.Linear(EMBEDDING, 2 * WIDTH)
        self.grow = nn.Linear(WIDTH, 2 * WIDTH)
        self.shrink = nn.Linear(2 * WIDTH, WIDTH)

    def forward(self, x, instrument):
        y = self.spread(F.pad(x.transpose(1, 2), self.pad, mode="replicate"))
        y = self.norm(y.transpose(1, 2))
        scale, shift = self.film(instrument).unsqueeze(1).chunk(2, dim=-1)
        return x + self.shrink(F.gelu(self.grow(y * (1 + scale) + shift)))


class Player(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Linear(len(INSTRUMENTS), EMBEDDING, bias=False)
        self.enter = nn.Linear(PITCH_BUMPS + 2, WIDTH)
        self.blocks = nn.ModuleList(Block(*b) for b in BLOCKS)
        self.norm = nn.LayerNorm(WIDTH)
        self.leave = nn.Linear(WIDTH, PARTIALS + NOISE_BANDS)
        self.register_buffer("centres", PITCH_LOWEST + PITCH_STEP * torch.arange(PITCH_BUMPS).float())

    def forward(self, controls, instrument):
        """controls [batch, time, 2]: MIDI pitch, loudness in 20 dB below the instrument's forte;
        instrument [batch, INSTRUMENTS]: weights → [batch, time, PARTIALS + NOISE_BANDS], dB
        relative to the loudness in dB(A)"""
        pitch, loudness = controls[..., :1], controls[..., 1:]
        bumps = torch.exp(-(((pitch - self.centres) / PITCH_STEP) ** 2) / 2)
        x = self.enter(torch.cat([bumps, (pitch - 60) / 12, loudness], dim=-1))
        who = self.embed(instrument)
        for block in self.blocks:
            x = block(x, who)
        return SCALE * self.leave(self.norm(x))
