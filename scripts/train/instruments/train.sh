#!/usr/bin/env bash
# Recordings → the network that ships: scripts/train/instruments/train.sh ../shared WORK_DIR [options of train.py]
# Wants python 3.11 with requirements.txt. Afterwards: the hash in models/manifest.json.
set -euo pipefail
shared=$(realpath "$1"); work=$(realpath -m "$2"); shift 2
cd "$(dirname "$0")"
mkdir -p "$work"
python measure.py "$shared/data/instruments" "$work/notes.npz"
python train.py "$work/notes.npz" "$work/run" "$@"
python export.py "$work/run/player.pt" ../../../models/instruments
