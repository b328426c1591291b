#!/usr/bin/env bash
# Recordings → all that ships in models/singing: scripts/train/singing/train.sh ../shared WORK_DIR [options of train.py]
# Wants Node.js, and python 3.11 with requirements.txt. Afterwards: the hash in models/manifest.json.
set -euo pipefail
shared=$(realpath "$1"); work=$(realpath -m "$2"); shift 2
cd "$(dirname "$0")"
speech="$shared/data/speech/kathleen"; dictionary=../../../node_modules/cmu-pronouncing-dictionary/index.js
mkdir -p "$work/run"
npx tsx pronunciations.ts
npx tsx letters.ts
npx tsx ../voice/measure-frames.ts --noise "$work/kathleen" "kathleen:$speech"
python align.py "$speech" "$dictionary" "$work/alignment.json"
python train.py "$work/kathleen" "$work/alignment.json" "$work/run" "$@"
python export.py "$work/run/singer.pt" ../../../models/singing
