# The main job on the embedded database, with three generated tenants. `make demo` runs it.
# It shows each command as it runs, then its output.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

folder=demo
unset "${!MLTRAIN_@}"
export DATABASE_URL="$folder/mltrain.sqlite" MLTRAIN_LOG_LEVEL=warn

# The generated labels end on the second day. --as-of runs a command as of an earlier time, so one import is enough for
# both days.
first_day=2025-05-01
second_day=2025-07-01

say() {
  printf '\n%s\n' "$*"
}

# Prints the command as a user would type it, then runs it.
mltrain() {
  local word
  printf '\n$ mltrain'
  for word in "$@"; do
    case $word in
      *[!A-Za-z0-9_.,:=/-]*) printf ' "%s"' "$word" ;;
      *) printf ' %s' "$word" ;;
    esac
  done
  printf '\n'
  node dist/program/mltrain.js "$@"
}

rm -rf "$folder"
node dist/fixtures/generate/cli.js --tenants 3 --work-items 1500 --prs 600 --seed 1 --until "$second_day" --out "$folder" \
  >/dev/null

say "\$ export DATABASE_URL=$DATABASE_URL MLTRAIN_LOG_LEVEL=$MLTRAIN_LOG_LEVEL"
say "A database, and three generated tenants in it."
mltrain migrate
mltrain import --all-tenants --tenants "$folder/tenants.csv" --work-items "$folder/work_items.csv" --prs "$folder/prs.csv"

say "No model is trained yet, so every model needs training. Afterwards none does."
mltrain assess --tenant 1 --as-of "$first_day"
mltrain train --tenant 1 --as-of "$first_day"
mltrain assess --tenant 1 --as-of "$first_day"

say "Two months later: how good are the champions on new labels, and do they need retraining?"
mltrain evaluate --tenant 1 --as-of "$second_day"
mltrain assess --tenant 1 --as-of "$second_day"
mltrain train --tenant 1 --as-of "$second_day"

say "Nobody wants the new version after all. Restore the previous one; it stays."
mltrain rollback --tenant 1 --model lead_time --yes --reason "planning needs the estimates of May"
mltrain status --tenant 1
