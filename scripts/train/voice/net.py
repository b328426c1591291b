"""The network: what is sung (content) × who sings (voice) → spectral envelopes."""

import torch
import torch.nn.functional as F
from torch import nn

from frames import BANDS, HEARD, PAIR

WIDTH = 128
CONTENT = 16
VOICE = 96
# Beside the bands, per frame: voiced, loudness, pitch.
CUES = 3


class Block(nn.Module):
    """ConvNeXt in time; with a voice, its channels are scaled and shifted by it (FiLM)."""

    def __init__(self, dilation, voice=0):
        super().__init__()
        self.spread = nn.Conv1d(WIDTH, WIDTH, 7, padding=3 * dilation, dilation=dilation, groups=WIDTH)
        self.norm = nn.LayerNorm(WIDTH)
        self.grow = nn.Linear(WIDTH, 3 * WIDTH)
        self.shrink = nn.Linear(3 * WIDTH, WIDTH)
        self.film = nn.Linear(voice, 2 * WIDTH) if voice else None

    def forward(self, x, voice=None):
        """x [batch, time, WIDTH], voice [batch, VOICE]"""
        y = self.norm(self.spread(x.transpose(1, 2)).transpose(1, 2))
        if self.film is not None:
            scale, shift = self.film(voice).unsqueeze(1).chunk(2, dim=-1)
            y = y * (1 + scale) + shift
        return x + self.shrink(F.gelu(self.grow(y)))


class ContentEncoder(nn.Module):
    """Deviations of the heard bands and cues, by pairs of frames → content, of variance 1."""

    def __init__(self):
        super().__init__()
        self.enter = nn.Linear(PAIR * (HEARD + CUES), WIDTH)
        self.blocks = nn.ModuleList(Block(d) for d in (1, 2, 1, 2, 1))
        self.leave = nn.Linear(WIDTH, CONTENT)
        self.scale = nn.BatchNorm1d(CONTENT, affine=False, momentum=0.02)

    def forward(self, frames):
        """[batch, time, PAIR × (HEARD + CUES)] → [batch, time, CONTENT]"""
        x = self.enter(frames)
        for block in self.blocks:
            x = block(x)
        return self.scale(self.leave(x).float().transpose(1, 2)).transpose(1, 2)


class VoiceEncoder(nn.Module):
    """Who sings, from some seconds: attentive statistics over time."""

    def __init__(self):
        super().__init__()
        self.enter = nn.Linear(PAIR * (HEARD + CUES), WIDTH)
        self.blocks = nn.ModuleList(Block(d) for d in (1, 2, 1))
        self.attend = nn.Linear(WIDTH, WIDTH)
        self.leave = nn.Linear(2 * WIDTH, VOICE)

    def forward(self, frames, heard):
        """heard [batch, time]: 1 where a voice is heard. → [batch, VOICE], of length √VOICE"""
        x = self.enter(frames)
        for block in self.blocks:
            x = block(x)
        x = x.float()
        weights = self.attend(x).float().masked_fill(heard.unsqueeze(-1) == 0, -1e4).softmax(dim=1)
        mean = (weights * x).sum(dim=1)
        deviation = ((weights * x * x).sum(dim=1) - mean * mean).clamp(min=1e-4).sqrt()
        return F.normalize(self.leave(torch.cat([mean, deviation], dim=1)).float(), dim=1) * VOICE**0.5


class Decoder(nn.Module):
    """Content, cues and voice → deviations of all bands, by pairs of frames."""

    def __init__(self):
        super().__init__()
        self.enter = nn.Linear(CONTENT + PAIR * CUES, WIDTH)
        self.blocks = nn.ModuleList(Block(d, VOICE) for d in (1, 2, 1, 2, 1))
        self.norm = nn.LayerNorm(WIDTH)
        self.leave = nn.Linear(WIDTH, PAIR * BANDS)

    def hidden(self, content, cues, voice):
        x = self.enter(torch.cat([content, cues], dim=-1))
        for block in self.blocks:
            x = block(x, voice)
        return self.norm(x)

    def forward(self, content, cues, voice):
        """→ [batch, time, PAIR × BANDS]"""
        return self.leave(self.hidden(content, cues, voice))
