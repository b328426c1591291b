"""Makes test/voices/rvc/hubert-vectors/: a small HubertModel of transformers with random weights, under its own names and under
fairseq's, and its hidden states for random audio. Run: python scripts/goldens/hubert_vectors.py (needs torch, transformers)."""
import pathlib
import re

import torch
from transformers import HubertConfig, HubertModel

OUT = pathlib.Path(__file__).parents[2] / "test/voices/rvc/hubert-vectors"
NAMES = [
    (r"conv_layers\.(\d)\.conv\.", r"conv_layers.\1.0."),
    (r"conv_layers\.0\.layer_norm", "conv_layers.0.2"),
    (r"feature_projection\.layer_norm", "layer_norm"),
    (r"feature_projection\.projection", "post_extract_proj"),
    (r"pos_conv_embed\.conv\.parametrizations\.weight\.original0", "pos_conv.0.weight_g"),
    (r"pos_conv_embed\.conv\.parametrizations\.weight\.original1", "pos_conv.0.weight_v"),
    (r"pos_conv_embed\.conv\.", "pos_conv.0."),
    (r"(layers\.\d+)\.layer_norm", r"\1.self_attn_layer_norm"),
    (r"\.attention\.", ".self_attn."),
    (r"feed_forward\.intermediate_dense", "fc1"),
    (r"feed_forward\.output_dense", "fc2"),
]


def fairseq_name(name):
    for pattern, other in NAMES:
        name = re.sub(pattern, other, name)
    return name


torch.manual_seed(2)
config = HubertConfig(
    hidden_size=128, num_hidden_layers=3, num_attention_heads=2, intermediate_size=96,
    conv_dim=(24,) * 7, num_conv_pos_embeddings=16, num_conv_pos_embedding_groups=4)
model = HubertModel(config).eval()
projection = torch.nn.Linear(128, 16)
for parameter in model.parameters():
    if parameter.dim() == 1:
        parameter.data.add_(torch.randn_like(parameter) * 0.1)
state = model.state_dict() | {f"final_proj.{k}": v for k, v in projection.state_dict().items()}
OUT.mkdir(parents=True, exist_ok=True)
torch.save(state, OUT / "transformers.pt")
torch.save({"model": {fairseq_name(k): v for k, v in state.items()}}, OUT / "fairseq.pt",
           _use_new_zipfile_serialization=False)
audio = torch.randn(1, 4000) * 0.3
audio.numpy().tofile(OUT / "audio.bin")
with torch.no_grad():
    states = model.double()(audio.double(), output_hidden_states=True).hidden_states
    states[3].numpy().tofile(OUT / "layer3.bin")
    projection.double()(states[2]).numpy().tofile(OUT / "layer2_projected.bin")

# An encoder of 9 layers for the tests of the whole conversion with voices of version 1.
torch.manual_seed(3)
small = HubertModel(HubertConfig(
    hidden_size=64, num_hidden_layers=9, num_attention_heads=1, intermediate_size=8, conv_dim=(8,) * 7,
    num_conv_pos_embeddings=16, num_conv_pos_embedding_groups=4)).half()
small_projection = torch.nn.Linear(64, 256).half()
encoder = OUT.parent / "encoder-vectors"
encoder.mkdir(exist_ok=True)
torch.save(small.state_dict() | {f"final_proj.{k}": v for k, v in small_projection.state_dict().items()},
           encoder / "encoder.pt")
