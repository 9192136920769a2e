import { MODEL_NAMES } from "../../src/domain/models.js";
import type { Lifecycle, Trained } from "./lifecycle.js";
import type { PeerRun } from "./realData.js";
import { holdoutOf, laterOf, lossRatio, mean, peerRatio } from "./realFigures.js";
import type { Target } from "./targets.js";

const AS_BASELINE = 1.05;
const AS_PEER = 1.05;
/** On fewer rows such a score can be due to chance. */
const ROWS_THAT_TELL = 100;

/** The targets of the real tenants. */
export function realTargets(
  onSqlite: readonly Lifecycle[],
  onPostgres: readonly Lifecycle[],
  peers: ReadonlyMap<number, PeerRun>,
): Target[] {
  return [
    ...notWorseThanBaseline(onSqlite),
    ...asThePeer(onSqlite, peers),
    ...noLeak(onSqlite),
    sameHashes(onSqlite, onPostgres),
  ];
}

function notWorseThanBaseline(lives: readonly Lifecycle[]): Target[] {
  const ratios = lives.flatMap(({ model, first, second }) =>
    [first, second].map((trained) => lossRatio(model, holdoutOf(trained))),
  );
  const worst = Math.max(...ratios.filter(Number.isFinite));
  const target = `every version ≤ ${String(AS_BASELINE)}`;
  return [{ name: "largest loss ÷ baseline on a holdout", figure: worst, target, met: worst <= AS_BASELINE }];
}

function asThePeer(lives: readonly Lifecycle[], peers: ReadonlyMap<number, PeerRun>): Target[] {
  if (peers.size === 0) return [];
  return MODEL_NAMES.flatMap((model) => {
    const own = lives.filter((life) => life.model === model);
    const peer = mean(own.map((life) => peerRatio(life, peers)));
    const limit = AS_PEER * peer;
    const against = (name: string, figure: number): Target => ({
      name: `${model}: mean loss ÷ baseline, ${name}`,
      figure,
      target: `≤ ${limit.toFixed(3)}, the peer's ${peer.toFixed(3)} and 5 %`,
      met: figure <= limit,
    });
    return [
      against(
        "holdout of the version trained at the end",
        mean(own.map(({ second }) => lossRatio(model, holdoutOf(second)))),
      ),
      against("first version on the later labels", mean(own.map((life) => lossRatio(model, laterOf(life))))),
    ];
  });
}

function noLeak(lives: readonly Lifecycle[]): Target[] {
  const scores = lives.flatMap((life) =>
    [holdoutOf(life.first), holdoutOf(life.second), laterOf(life)].filter((one) => (one?.rows ?? 0) >= ROWS_THAT_TELL),
  );
  const largest = (name: "r2" | "rocAuc"): number =>
    Math.max(...scores.map((one) => one?.values[name]?.value ?? -Infinity));
  return [
    { name: "largest R² on 100 rows or more", figure: largest("r2"), target: "≤ 0.6", met: largest("r2") <= 0.6 },
    {
      name: "largest ROC AUC on 100 rows or more",
      figure: largest("rocAuc"),
      target: "≤ 0.92",
      met: largest("rocAuc") <= 0.92,
    },
  ];
}

function sameHashes(onSqlite: readonly Lifecycle[], onPostgres: readonly Lifecycle[]): Target {
  const hashOf = (trained: Trained): string =>
    trained.outcome === "promoted" ? trained.report.artefactHash : trained.outcome;
  const hashesOf = (lives: readonly Lifecycle[]): string[] =>
    lives.flatMap(({ first, second }) => [hashOf(first), hashOf(second)]);
  const postgres = hashesOf(onPostgres);
  const sqlite = hashesOf(onSqlite);
  const same = sqlite.filter((hash, i) => hash === postgres[i]).length;
  return {
    name: "artefacts with the same hash on SQLite and on Postgres",
    figure: `${String(same)} of ${String(sqlite.length)}`,
    target: "all",
    met: same === sqlite.length && sqlite.length === postgres.length,
  };
}
