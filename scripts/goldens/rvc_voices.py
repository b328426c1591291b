"""Makes full-size voices of RVC with random weights, and what upstream's own code sings with them in float64, for
`npx tsx scripts/goldens/rvc-parity.ts FOLDER`. Run: python scripts/goldens/rvc_voices.py UPSTREAM FOLDER [VARIANT ...], where
UPSTREAM is a copy of RVC-Project/Retrieval-based-Voice-Conversion-WebUI and a variant is like v2_48k_f0 (needs torch)."""
import json
import pathlib
import sys

import torch

UPSTREAM, OUT = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
sys.path.insert(0, str(UPSTREAM))
from infer.module import models  # noqa: E402

VARIANTS = [f"{v}_{rate}_{f0}" for v in ("v1", "v2") for rate in ("32k", "40k", "48k") for f0 in ("f0", "nof0")]
FRAMES = [1, 2, 12, 50, 333, 1000]
CLASSES = {
    ("v1", True): models.SynthesizerTrnMs256NSFsid, ("v2", True): models.SynthesizerTrnMs768NSFsid,
    ("v1", False): models.SynthesizerTrnMs256NSFsid_nono, ("v2", False): models.SynthesizerTrnMs768NSFsid_nono}


def config_of(version, rate):
    path = UPSTREAM / f"configs/{version}/{rate}.json"
    data = json.loads((path if path.exists() else UPSTREAM / f"configs/v1/{rate}.json").read_text())
    m = data["model"]
    return [data["data"]["filter_length"] // 2 + 1, 32, m["inter_channels"], m["hidden_channels"], m["filter_channels"], m["n_heads"],
            m["n_layers"], m["kernel_size"], m["p_dropout"], m["resblock"], m["resblock_kernel_sizes"], m["resblock_dilation_sizes"],
            m["upsample_rates"], m["upsample_initial_channel"], m["upsample_kernel_sizes"], 3, m["gin_channels"],
            data["data"]["sampling_rate"]]


def randomise(model):
    """Weights that keep signals at a level like that of trained voices; upstream starts with some at zero."""
    for name, p in model.named_parameters():
        if name.endswith("weight_g"):
            p.data.fill_(0.5 if "resblocks" in name else 1.0)
        elif name.endswith("post.weight"):
            p.data.normal_(0, 0.05)
        elif name == "dec.conv_post.weight":
            p.data.normal_(0, 0.02)
        elif name.endswith("bias"):
            p.data.normal_(0, 0.02)
    return model


def sing(model, inputs, frames, has_pitch):
    """Upstream's inference with given noise: it draws the latent noise first, the source's second."""
    drawn = [inputs["rnd"].double(), inputs["noise"].double().reshape(1, -1, 1)]
    original, torch.randn_like = torch.randn_like, lambda like: drawn.pop(0)
    try:
        pitch = (inputs["pitch"], inputs["pitchf"].double()) if has_pitch else ()
        with torch.no_grad():
            return model.infer(inputs["feats"].double(), torch.tensor([frames]), *pitch, torch.tensor([1]))[0]
    finally:
        torch.randn_like = original


def write_variant(variant):
    version, rate, f0 = variant.split("_")
    has_pitch, config = f0 == "f0", config_of(version, rate)
    torch.manual_seed(VARIANTS.index(variant))
    model = randomise(CLASSES[version, has_pitch](*config, is_half=False)).half().eval()
    weight = {k: v for k, v in model.state_dict().items() if not k.startswith("enc_q")}
    torch.save({"weight": weight, "config": config, "info": "random", "sr": rate, "f0": int(has_pitch), "version": version},
               OUT / f"{variant}.pth")
    model = model.double()
    cases = []
    for frames in FRAMES:
        folder = OUT / f"{variant}_T{frames}"
        folder.mkdir(exist_ok=True)
        f0_hz = 220 * 2 ** (torch.randn(1, frames) * 0.3)
        f0_hz[:, 3::5] = 0
        inputs = {
            "feats": torch.randn(1, frames, 256 if version == "v1" else 768), "pitch": torch.randint(1, 256, (1, frames)),
            "pitchf": f0_hz, "rnd": torch.randn(1, config[2], frames), "noise": torch.randn(1, frames * config[17] // 100)}
        for name, value in inputs.items():
            (value if name == "pitch" else value.float()).numpy().tofile(folder / f"{name}.bin")
        sing(model, {k: v if k == "pitch" else v.float() for k, v in inputs.items()}, frames, has_pitch).numpy().tofile(
            folder / "out64.bin")
        cases.append({"checkpoint": f"{variant}.pth", "dir": folder.name, "version": version, "sampleRate": rate, "f0": has_pitch,
                      "frames": frames, "speaker": 1})
    return cases


torch.set_default_dtype(torch.float64)  # for what upstream makes on its way
torch.set_num_threads(1)
OUT.mkdir(parents=True, exist_ok=True)
all_cases = [case for variant in (sys.argv[3:] or VARIANTS) for case in write_variant(variant)]
(OUT / "manifest.json").write_text(json.dumps(all_cases, indent=2))
