"""Sound ↔ the spectra that the network sees (see net.py)."""

import torch

from net import BINS

N_FFT = 2048
HOP = 512
# 22.05 kHz windows sum up half as many samples as those of 44.1 kHz, at which the network is used.
SCALE = 2.0


def to_spectra(stereo):
    """[batch, 2, samples] → [batch, 4, frames, BINS]: mid re, mid im, side re, side im"""
    batch, _, samples = stereo.shape
    mid_side = torch.stack((stereo[:, 0] + stereo[:, 1], stereo[:, 0] - stereo[:, 1]), 1) / 2
    spectrum = torch.stft(
        mid_side.reshape(-1, samples), N_FFT, HOP, window=torch.hann_window(N_FFT, device=stereo.device),
        center=True, pad_mode="constant", return_complex=True,
    )  # fmt: skip
    spectrum = SCALE * spectrum[:, :BINS].transpose(1, 2).reshape(batch, 2, -1, BINS)
    return torch.view_as_real(spectrum).permute(0, 1, 4, 2, 3).reshape(batch, 4, -1, BINS)


def to_stereo(spectra, samples):
    """The inverse of `to_spectra`, of what lies below the Nyquist bin."""
    batch, _, frames, _ = spectra.shape
    parts = spectra.reshape(batch * 2, 2, frames, BINS).permute(0, 3, 2, 1).contiguous()
    spectrum = torch.nn.functional.pad(torch.view_as_complex(parts), (0, 0, 0, 1)) / SCALE
    window = torch.hann_window(N_FFT, device=spectra.device)
    mid, side = torch.istft(spectrum, N_FFT, HOP, window=window, center=True, length=samples).reshape(batch, 2, -1).unbind(1)
    return torch.stack((mid + side, mid - side), 1)


def filtered(spectra, matrix):
    """The voice's spectra: the real 2×2 `matrix` of each bin applied to mid and side."""
    mid, side = spectra[:, :2], spectra[:, 2:]
    mid_to_mid, side_to_mid, mid_to_side, side_to_side = (m.unsqueeze(1) for m in matrix.unbind(1))
    return torch.cat((mid_to_mid * mid + side_to_mid * side, mid_to_side * mid + side_to_side * side), 1)
