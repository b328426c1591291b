"""What Hugging Face's own MusicGen makes with tiny random weights: test/songs/musicgen/goldens.

    python scripts/goldens/musicgen.py      # transformers 4.51.3, optimum 1.25.3, torch, numpy

The networks are exported as users export theirs. Tokens are chosen greedily there; the heads' weights are
so large that drawing them at random comes to the same. The letters' ids are those of
test/support/tiny-musicgen.ts, whose tokenizer the test uses.
"""

import shutil
import tempfile
from pathlib import Path

import numpy as np
import torch

GOLDEN = Path(__file__).parents[2] / "test/songs/musicgen/goldens"
LETTERS = ["▁", *"abcdefghijklmnopqrstuvwxyz0123456789-,"]
PROMPT = "drums"
FRAMES = 20
PAD = 64
SURENESS = 3000
FILES = ["config.json", "generation_config.json", "text_encoder.onnx", "decoder_model_merged.onnx", "encodec_decode.onnx"]


def tiny_model():
    from transformers import EncodecConfig, MusicgenConfig, MusicgenDecoderConfig
    from transformers import MusicgenForConditionalGeneration, T5Config

    torch.manual_seed(0)
    text = T5Config(vocab_size=48, d_model=16, d_kv=8, d_ff=32, num_layers=1, num_heads=2)
    codec = EncodecConfig(
        sampling_rate=32000, num_filters=2, num_lstm_layers=1, upsampling_ratios=[8, 5, 4, 4],
        codebook_size=64, codebook_dim=16, hidden_size=16, target_bandwidths=[2.2], use_causal_conv=False,
    )
    decoder = MusicgenDecoderConfig(
        vocab_size=64, hidden_size=16, num_hidden_layers=2, num_attention_heads=2, ffn_dim=32, num_codebooks=4,
        pad_token_id=PAD, bos_token_id=PAD, max_position_embeddings=128,
    )
    model = MusicgenForConditionalGeneration(MusicgenConfig.from_sub_models_config(text, codec, decoder)).eval()
    with torch.no_grad():
        for head in model.decoder.lm_heads:
            head.weight *= SURENESS
    for name in ("decoder_start_token_id", "pad_token_id", "bos_token_id"):
        setattr(model.generation_config, name, PAD)
    model.generation_config.guidance_scale = 3.0
    return model


def play(model):
    letters = [3 + LETTERS.index(letter) for letter in "▁" + PROMPT]
    ids = torch.tensor([[*letters, 1]])
    steps = FRAMES + model.config.decoder.num_codebooks - 1
    sound = model.generate(
        input_ids=ids, attention_mask=torch.ones_like(ids), do_sample=False, guidance_scale=3.0, max_new_tokens=steps
    )
    return sound.numpy().ravel().astype("<f4")


def export(model, folder):
    """By tracing: the exporter is older than torch's newer way."""
    import optimum.exporters.onnx.convert as convert

    traced = torch.onnx.export
    export_traced = lambda *args, **options: traced(*args, **{**options, "dynamo": False})
    torch.onnx.export = convert.onnx_export = export_traced
    from optimum.exporters.onnx import main_export

    model.save_pretrained(folder / "pt")
    main_export(folder / "pt", output=folder / "onnx", task="text-to-audio", opset=17, do_validation=False, library_name="transformers")
    return folder / "onnx"


def main():
    GOLDEN.mkdir(parents=True, exist_ok=True)
    model = tiny_model()
    play(model).tofile(GOLDEN / "sound.f32")
    with tempfile.TemporaryDirectory() as folder:
        exported = export(model, Path(folder))
        for name in FILES:
            shutil.copy(exported / name, GOLDEN / name)


main()
