#!/usr/bin/env bash
# Recordings → the network that ships: scripts/train/voice/train.sh ../shared WORK_DIR [options of train.py]
# Wants Node.js, and python 3.11 with requirements.txt. Afterwards: the hashes in models/manifest.json, and
# scripts/voices/measure-profiles.ts and make-blends.ts, since profiles hold embeddings of this network.
set -euo pipefail
shared=$(realpath "$1"); work=$(realpath -m "$2"); shift 2
cd "$(dirname "$0")"
speech="$shared/data/speech"; songs="$shared/data/songs"; mkdir -p "$work/frames"
npx tsx measure-frames.ts "$work/frames/librispeech" "-:$speech/librispeech"
leads=(); for song in sodium potassium caesium lithium; do leads+=("$song:$songs/$song/lead.opus"); done
npx tsx measure-frames.ts "$work/frames/songs" "${leads[@]}"
for speaker in flemishguy kerstin nathalie kathleen; do
  npx tsx measure-frames.ts "$work/frames/$speaker" "$speaker:$speech/$speaker"
done
python train.py "$work/frames" "$work/run" "$@"
python export.py "$work/run/voice.pt" ../../../models/voices
