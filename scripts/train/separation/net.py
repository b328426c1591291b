"""The separation network: a TFC-TDF U-Net over a folded spectrogram, which filters mid and side.

In:  spectra [batch, 4, frames, 1024] = (mid re, mid im, side re, side im), bins 0…1023 of an STFT of 4096 at
     44.1 kHz (or of 2048 at 22.05 kHz, which has the same bins), hop of a quarter, plain sums over a Hann window, of
     music at −20 dBFS rms. `frames` is a multiple of 8.
Out: filter [batch, 4, frames, 1024]: the real 2×2 matrix that makes the voice of the mix, bin by bin:
     voice mid = f0·mid + f1·side, voice side = f2·mid + f3·side.
"""

import torch
from torch import nn
from torch.nn import functional as F

BINS = 1024
# Spectra are scaled so that a bin at the music's typical level is near 1 (44.1 kHz, 4096, −20 dBFS).
SPECTRUM_SCALE = 0.05
# Neighbouring bands of 128 bins (1.4 kHz) are channels: the first layer sees the whole range at once.
BANDS = 8


class Tdf(nn.Module):
    """Time-distributed fully connected: each frame's bins mixed with one another through a bottleneck."""

    def __init__(self, channels, bins, bottleneck):
        super().__init__()
        self.norm1 = nn.BatchNorm2d(channels)
        self.down = nn.Linear(bins, bins // bottleneck, bias=False)
        self.norm2 = nn.BatchNorm2d(channels)
        self.up = nn.Linear(bins // bottleneck, bins, bias=False)

    def forward(self, x):
        return self.up(F.relu(self.norm2(self.down(F.relu(self.norm1(x))))))


class Block(nn.Module):
    """Two convolutions around a TDF, as one residual step."""

    def __init__(self, channels, bins, bottleneck=4, dilation=1):
        super().__init__()
        self.norm1 = nn.BatchNorm2d(channels)
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=(dilation, 1), dilation=(dilation, 1), bias=False)
        self.tdf = Tdf(channels, bins, bottleneck)
        self.norm2 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)

    def forward(self, x):
        y = self.conv1(F.relu(self.norm1(x)))
        y = y + self.tdf(y)
        return x + self.conv2(F.relu(self.norm2(y)))


class Separator(nn.Module):
    def __init__(self, widths=(40, 64, 96, 128), middle_dilations=(1, 2, 4)):
        super().__init__()
        bins = BINS // BANDS
        self.first = nn.Conv2d(4 * BANDS, widths[0], (3, 3), padding=1)
        self.encoder = nn.ModuleList(Block(w, bins >> i) for i, w in enumerate(widths[:-1]))
        self.shrink = nn.ModuleList(nn.Conv2d(a, b, 2, stride=2) for a, b in zip(widths, widths[1:]))
        self.middle = nn.Sequential(*(Block(widths[-1], bins >> (len(widths) - 1), dilation=d) for d in middle_dilations))
        self.grow = nn.ModuleList(nn.ConvTranspose2d(b, a, 2, stride=2) for a, b in zip(widths, widths[1:]))
        self.decoder = nn.ModuleList(Block(w, bins >> i) for i, w in enumerate(widths[:-1]))
        self.last = nn.Sequential(nn.BatchNorm2d(widths[0]), nn.ReLU(), nn.Conv2d(widths[0], 4 * BANDS, 1))

    def forward(self, spectra):
        x = self.first(fold(features(spectra)))
        skips = []
        for block, shrink in zip(self.encoder, self.shrink):
            x = block(x)
            skips.append(x)
            x = shrink(x)
        x = self.middle(x)
        for block, grow, skip in zip(reversed(self.decoder), reversed(self.grow), reversed(skips)):
            x = block(grow(x) * skip)
        return to_filter(unfold(self.last(x)))


def features(spectra):
    """log magnitudes of mid, side, left, right: [batch, 4, frames, bins]"""
    mid_re, mid_im, side_re, side_im = (spectra * SPECTRUM_SCALE).float().unbind(1)
    power = torch.stack(
        (
            mid_re**2 + mid_im**2,
            side_re**2 + side_im**2,
            (mid_re + side_re) ** 2 + (mid_im + side_im) ** 2,
            (mid_re - side_re) ** 2 + (mid_im - side_im) ** 2,
        ),
        1,
    )
    return torch.log(power + 1e-4) * 0.3 + 0.8


def fold(x):
    batch, channels, frames, _ = x.shape
    x = x.reshape(batch, channels, frames, BANDS, BINS // BANDS)
    return x.permute(0, 1, 3, 2, 4).reshape(batch, channels * BANDS, frames, BINS // BANDS)


def unfold(x):
    batch, channels, frames, _ = x.shape
    x = x.reshape(batch, channels // BANDS, BANDS, frames, BINS // BANDS)
    return x.permute(0, 1, 3, 2, 4).reshape(batch, channels // BANDS, frames, BINS)


def to_filter(x):
    """Diagonal shares in 0…1, cross terms in −1…1."""
    x = x.float()
    mid, side_to_mid, mid_to_side, side = x.unbind(1)
    return torch.stack((torch.sigmoid(mid), torch.tanh(side_to_mid), torch.tanh(mid_to_side), torch.sigmoid(side)), 1)
