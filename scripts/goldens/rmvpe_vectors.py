"""Makes test/pitch/rmvpe/: the public RMVPE network (Wei et al., 2023), small and with random weights, and what PyTorch
makes of a random mel spectrogram. Run: python scripts/goldens/rmvpe_vectors.py (needs torch)."""
import pathlib

import torch
from torch import nn

OUT = pathlib.Path(__file__).parents[2] / "test/pitch/rmvpe-vectors"
CHANNELS, BLOCKS, STAGES, MIDDLE, BANDS, FRAMES = 2, 2, 2, 2, 128, 32


class Block(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.conv = nn.Sequential(
            nn.Conv2d(i, o, 3, padding=1, bias=False), nn.BatchNorm2d(o), nn.ReLU(),
            nn.Conv2d(o, o, 3, padding=1, bias=False), nn.BatchNorm2d(o), nn.ReLU())
        if i != o:
            self.shortcut = nn.Conv2d(i, o, 1)

    def forward(self, x):
        return self.conv(x) + (self.shortcut(x) if hasattr(self, "shortcut") else x)


def blocks(i, o):
    return nn.ModuleList([Block(i, o)] + [Block(o, o) for _ in range(BLOCKS - 1)])


class Stage(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.conv = blocks(i, o)

    def forward(self, x):
        for block in self.conv:
            x = block(x)
        return x


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.bn = nn.BatchNorm2d(1)
        sizes = [1] + [CHANNELS * 2**i for i in range(STAGES)]
        self.layers = nn.ModuleList(Stage(i, o) for i, o in zip(sizes, sizes[1:]))


class Up(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.conv1 = nn.Sequential(
            nn.ConvTranspose2d(i, o, 3, stride=2, padding=1, output_padding=1, bias=False),
            nn.BatchNorm2d(o), nn.ReLU())
        self.conv2 = blocks(2 * o, o)


class Unet(nn.Module):
    def __init__(self):
        super().__init__()
        top = CHANNELS * 2 ** (STAGES - 1)
        self.encoder = Encoder()
        self.intermediate = nn.Module()
        self.intermediate.layers = nn.ModuleList(Stage(top if i == 0 else 2 * top, 2 * top) for i in range(MIDDLE))
        self.decoder = nn.Module()
        self.decoder.layers = nn.ModuleList(Up(2 * top // 2**i, top // 2**i) for i in range(STAGES))

    def forward(self, x):
        x, skipped = self.encoder.bn(x), []
        for stage in self.encoder.layers:
            x = stage(x)
            skipped.append(x)
            x = nn.functional.avg_pool2d(x, 2)
        for stage in self.intermediate.layers:
            x = stage(x)
        for up in self.decoder.layers:
            x = torch.cat((up.conv1(x), skipped.pop()), 1)
            for block in up.conv2:
                x = block(x)
        return x


class BiGru(nn.Module):
    def __init__(self, i, hidden):
        super().__init__()
        self.gru = nn.GRU(i, hidden, batch_first=True, bidirectional=True)

    def forward(self, x):
        return self.gru(x)[0]


class Rmvpe(nn.Module):
    def __init__(self):
        super().__init__()
        self.unet = Unet()
        self.cnn = nn.Conv2d(CHANNELS, 3, 3, padding=1)
        self.fc = nn.Sequential(BiGru(3 * BANDS, 8), nn.Linear(16, 360), nn.Dropout(0.25), nn.Sigmoid())

    def forward(self, mel):
        x = self.cnn(self.unet(mel.transpose(1, 2).unsqueeze(1)))
        return self.fc(x.transpose(1, 2).flatten(-2))


torch.manual_seed(1)
model = Rmvpe()
for name, buffer in model.named_buffers():
    if name.endswith("running_mean"):
        buffer.normal_(0, 0.3)
    if name.endswith("running_var"):
        buffer.uniform_(0.5, 1.5)
model.eval()
mel = torch.randn(1, BANDS, FRAMES)
OUT.mkdir(parents=True, exist_ok=True)
torch.save(model.state_dict(), OUT / "rmvpe.pt")
with torch.no_grad():
    mel.numpy().tofile(OUT / "mel.bin")
    model.double()(mel.double()).numpy().tofile(OUT / "salience64.bin")
