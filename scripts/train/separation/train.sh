#!/usr/bin/env bash
# Recordings → the network that ships: scripts/train/separation/train.sh ../shared WORK_DIR [options of train.py]
# Wants python 3.11 with requirements.txt, and Debian's ffmpeg, fluidsynth, fluid-soundfont-gm, musescore-general-soundfont-small.
set -euo pipefail
shared=$(realpath "$1"); work=$(realpath -m "$2"); shift 2
cd "$(dirname "$0")"
python prepare.py "$shared/data" "$work/clips"
python train.py "$work/clips" "$work/run" --songs "$shared/audio/stems" "$@"
python export.py "$work/run/last.pt" ../../../models/separation/canto-separator.onnx
