"""The network: phones, each with its neighbours and the place in it → the frames of a voice."""

import torch
import torch.nn.functional as F
from torch import nn

from sentences import BANDS, CONTEXT, CUES, OUTPUTS, PHONES

WIDTH = 128
PHONE_WIDTH = 24
DILATIONS = (1, 2, 1, 2, 1, 2)
DROPPED = 0.2
VOICED = BANDS + 1


class Block(nn.Module):
    """ConvNeXt in time."""

    def __init__(self, dilation):
        super().__init__()
        self.spread = nn.Conv1d(WIDTH, WIDTH, 7, padding=3 * dilation, dilation=dilation, groups=WIDTH)
        self.norm = nn.LayerNorm(WIDTH)
        self.grow = nn.Linear(WIDTH, 3 * WIDTH)
        self.shrink = nn.Linear(3 * WIDTH, WIDTH)
        self.drop = nn.Dropout(DROPPED)

    def forward(self, x):
        y = self.norm(self.spread(x.transpose(1, 2)).transpose(1, 2))
        return x + self.shrink(self.drop(F.gelu(self.grow(y))))


class Singer(nn.Module):
    """ids [batch, time, 5], cues [batch, time, 5] → [batch, time, OUTPUTS], normalised; the voiced
    column as a logit."""

    def __init__(self):
        super().__init__()
        self.phones = nn.Embedding(len(PHONES), PHONE_WIDTH)
        self.enter = nn.Linear(PHONE_WIDTH * len(CONTEXT) + CUES, WIDTH)
        self.blocks = nn.ModuleList(Block(d) for d in DILATIONS)
        self.norm = nn.LayerNorm(WIDTH)
        self.leave = nn.Linear(WIDTH, OUTPUTS)
        # Of the training's targets, by column.
        self.register_buffer("mean", torch.zeros(OUTPUTS))
        self.register_buffer("scale", torch.ones(OUTPUTS))
        # What the averages of training lack in variety, by column.
        self.register_buffer("gain", torch.ones(OUTPUTS))

    def forward(self, ids, cues):
        x = self.enter(torch.cat([self.phones(ids).flatten(2), cues], dim=-1))
        for block in self.blocks:
            x = block(x)
        return self.leave(self.norm(x))

    def frames(self, ids, cues):
        """In their own units; the voiced column as a probability."""
        y = self(ids, cues)
        values = y * self.gain * self.scale + self.mean
        voiced = torch.sigmoid(y[..., VOICED : VOICED + 1])
        return torch.cat([values[..., :VOICED], voiced, values[..., VOICED + 1 :]], dim=-1)
